import { Title } from "@solidjs/meta";
import { A, useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { type Accessor, createSignal, For, lazy, Match, Show, Suspense, Switch } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Repository } from "#http/contract/repositories.ts";
import { BuildRows } from "../../components/build/build-row.tsx";
import { Trigger } from "../../components/build/trigger.tsx";
import { Copy } from "../../components/copy.tsx";
import { Field, filledIn } from "../../components/repository-form.tsx";
import { send } from "../../lib/api.ts";
import { branches, builds, repository, webhookUrl } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { say } from "../../state/toasts.ts";
import { Empty, Loaded } from "../../ui/page.tsx";
import { Qr } from "../../ui/qr.tsx";
import { Status } from "../../ui/status.tsx";
import { TimeAgo } from "../../ui/time.tsx";

const Dialog = lazy(async () => ({ default: (await import("../../ui/dialog.tsx")).Dialog }));
const Pipeline = lazy(async () => ({
	default: (await import("../../components/pipeline/pipeline-tab.tsx")).PipelineTab,
}));
const tabs = ["overview", "builds", "pipeline", "settings"] as const;

export default function RepositoryPage() {
	const params = useParams<{ id: string }>();
	const [search] = useSearchParams<{ tab?: string }>();
	const its = useAnswer(() => repository(params.id));
	keepFresh(
		() => [repository.keyFor(params.id)],
		({ address }) => address === `repositories/${params.id}`,
	);
	const tab = () => tabs.find((each) => each === search.tab) ?? "overview";
	return (
		<Loaded answer={its()}>
			{(found) => (
				<>
					<Title>{`${found().name} · Oore`}</Title>
					<div class="page-head">
						<div class="grow">
							<p class="crumb">
								<A href="/repositories">Repositories</A>
							</p>
							<h1>
								{found().name} <Status status={found().state} />
							</h1>
						</div>
						<Trigger repositories={() => [found()]} repository={found().id} />
					</div>
					<nav class="tabs" aria-label="Of this repository">
						{tabs.map((each) => (
							<a
								href={each === "overview" ? `/repositories/${params.id}` : `/repositories/${params.id}?tab=${each}`}
								aria-current={tab() === each ? "page" : undefined}
							>
								{each.charAt(0).toUpperCase() + each.slice(1)}
							</a>
						))}
					</nav>
					<Switch>
						<Match when={tab() === "overview"}>
							<Overview repository={found} />
						</Match>
						<Match when={tab() === "builds"}>
							<Builds id={found().id} />
						</Match>
						<Match when={tab() === "pipeline"}>
							<Suspense fallback={<p class="dim">Loading the editor …</p>}>
								<Pipeline repository={found()} />
							</Suspense>
						</Match>
						<Match when={tab() === "settings"}>
							<Settings repository={found} />
						</Match>
					</Switch>
				</>
			)}
		</Loaded>
	);
}

const instructions: Readonly<Record<Repository["provider"], string>> = {
	github:
		"At GitHub: Settings → Webhooks → Add webhook. Content type application/json, the secret below, pushes and pull requests.",
	gitlab: "At GitLab: Settings → Webhooks. The secret as its token; push, tag and merge request events.",
	git: 'A POST of {"ref", "after"} as JSON, signed as GitHub does: X-Hub-Signature-256 with the secret.',
};

function Overview(props: { repository: Accessor<Repository> }) {
	const url = useAnswer(() => webhookUrl(props.repository().id));
	const recent = useAnswer(() => builds({ repository: props.repository().id, limit: 5 }));
	keepFresh(
		() => [builds.key],
		({ kind }) => kind === "build",
	);
	return (
		<div class="split">
			<div class="stack">
				<section class="card">
					<h2>Webhook</h2>
					<Loaded answer={url()}>
						{(its) => (
							<div class="stack">
								<Copy text={its().webhook_url} />
								<p class="dim">{instructions[props.repository().provider]}</p>
								<Qr text={its().webhook_url} label="The webhook URL as a QR code" />
							</div>
						)}
					</Loaded>
				</section>
				<section class="card flush">
					<h2>Recent builds</h2>
					<Loaded answer={recent()}>
						{(list) => (
							<Show when={list().length > 0} fallback={<Empty title="No build yet">Push, or start one by hand.</Empty>}>
								<BuildRows builds={list()} />
							</Show>
						)}
					</Loaded>
				</section>
			</div>
			<div class="stack">
				<Branches id={props.repository().id} />
				<section class="card">
					<h2>About</h2>
					<dl class="sheet">
						<dt>Provider</dt>
						<dd>{props.repository().provider}</dd>
						<dt>Owner</dt>
						<dd>{props.repository().owner}</dd>
						<dt>Name</dt>
						<dd>{props.repository().repo_name}</dd>
						<dt>Clone URL</dt>
						<dd>
							<code>{props.repository().clone_url}</code>
						</dd>
						<dt>Default branch</dt>
						<dd>{props.repository().default_branch}</dd>
						<dt>Added</dt>
						<dd>
							<TimeAgo at={props.repository().created_at} />
						</dd>
						<dt>Id</dt>
						<dd>
							<code>{props.repository().id}</code>
						</dd>
					</dl>
				</section>
			</div>
		</div>
	);
}

/** Each as its newest commit is. */
function Branches(props: { id: string }) {
	const list = useAnswer(() => branches(props.id));
	keepFresh(
		() => [branches.key],
		({ kind }) => kind === "build",
	);
	return (
		<Loaded answer={list()}>
			{(rows) => (
				<Show when={rows().length > 0}>
					<section class="card flush">
						<h2>Branches</h2>
						<ul class="rows">
							<For each={rows()}>
								{(row) => (
									<li>
										<A class="row branch-row" href={`/builds/${row.build_id}`}>
											<Status status={row.status} />
											<span class="cut">
												<bdi>{row.branch}</bdi> <span class="dim">{row.workflow_name}</span>
											</span>
											<code>{row.commit_sha.slice(0, 8)}</code>
										</A>
									</li>
								)}
							</For>
						</ul>
					</section>
				</Show>
			)}
		</Loaded>
	);
}

function Builds(props: { id: string }) {
	const list = useAnswer(() => builds({ repository: props.id, limit: 50 }));
	keepFresh(
		() => [builds.key],
		({ kind }) => kind === "build",
	);
	return (
		<section class="card flush">
			<Loaded answer={list()}>
				{(rows) => (
					<Show when={rows().length > 0} fallback={<Empty title="No build yet" />}>
						<BuildRows builds={rows()} />
						<p class="row">
							<A href={`/builds?repository=${props.id}`}>All of them, with filters</A>
						</p>
					</Show>
				)}
			</Loaded>
		</section>
	);
}

function Settings(props: { repository: Accessor<Repository> }) {
	const navigate = useNavigate();
	const [fault, setFault] = createSignal<string>();
	const [sure, setSure] = createSignal(false);
	const change = async (body: Record<string, unknown>) => {
		const answer = await send<Repository>("PUT", paths.repository(props.repository().id), body);
		setFault(answer.ok ? undefined : answer.detail);
		if (answer.ok) say("Saved.");
	};
	const remove = async () => {
		const answer = await send("DELETE", paths.repository(props.repository().id));
		if (answer.ok) navigate("/repositories");
		else say(answer.detail, "bad");
	};
	return (
		<div class="stack">
			<form
				class="card form"
				onSubmit={(event) => {
					event.preventDefault();
					void change(filledIn(event.currentTarget));
				}}
			>
				<Field label="Name">
					<input class="input" name="name" value={props.repository().name} />
				</Field>
				<Field label="Default branch">
					<input class="input" name="default_branch" value={props.repository().default_branch} />
				</Field>
				<Field
					label="New clone URL"
					hint="The one shown above has its password left out: fill this in only to change it."
				>
					<input class="input mono" name="clone_url" placeholder={props.repository().clone_url} />
				</Field>
				<Field label="New webhook secret">
					<input class="input" type="password" name="webhook_secret" autocomplete="new-password" />
				</Field>
				<Show when={fault()}>
					<p class="note" data-tone="bad" role="alert">
						{fault()}
					</p>
				</Show>
				<div class="actions">
					<button class="button primary" type="submit">
						Save
					</button>
				</div>
			</form>
			<section class="card form">
				<h2>{props.repository().is_active ? "Pause it" : "It is paused"}</h2>
				<p class="dim">While it is paused, deliveries are kept and start nothing.</p>
				<div class="actions">
					<button
						class="button"
						type="button"
						onClick={() => void change({ is_active: !props.repository().is_active })}
					>
						{props.repository().is_active ? "Pause" : "Go on"}
					</button>
				</div>
			</section>
			<section class="card form">
				<h2>Remove it</h2>
				<p class="dim">Its builds, logs and artifacts stay until retention removes them.</p>
				<div class="actions">
					<button class="button danger" type="button" onClick={() => setSure(true)}>
						Remove
					</button>
				</div>
			</section>
			<Show when={sure()}>
				<Suspense>
					<Dialog open={sure()} onOpenChange={setSure} title={`Remove ${props.repository().name}?`}>
						<p>Deliveries for it are refused from then on.</p>
						<div class="actions">
							<button class="button" type="button" onClick={() => setSure(false)}>
								Keep it
							</button>
							<button class="button danger" type="button" onClick={() => void remove()}>
								Remove it
							</button>
						</div>
					</Dialog>
				</Suspense>
			</Show>
		</div>
	);
}
