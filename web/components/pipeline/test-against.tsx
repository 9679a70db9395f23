import { createSignal, For, Match, Show, Switch } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Decision, Supposition } from "#http/contract/pipelines.ts";
import type { Repository } from "#http/contract/repositories.ts";
import type { WebhookEvent } from "#http/contract/webhooks.ts";
import { send } from "../../lib/api.ts";
import { webhookEvents } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { Field } from "../../ui/field.tsx";
import { Verdicts } from "../webhook/verdicts.tsx";
import type { Draft } from "./draft.ts";

const kinds = {
	branch: "A push to a branch",
	tag: "A tag",
	review: "A pull request",
	delivery: "A delivery that came",
};
type Kind = keyof typeof kinds;

interface Tested {
	readonly text: string;
	readonly against: string;
	readonly decision: Decision;
}

/** Which workflows something that somebody picks would start with this text, and why. */
export function TestAgainst(props: { repository: Repository; draft: Draft }) {
	const [kind, setKind] = createSignal<Kind>("branch");
	const [tested, setTested] = createSignal<Tested>();
	const [fault, setFault] = createSignal<string>();
	const [running, setRunning] = createSignal(false);
	const test = async (form: HTMLFormElement) => {
		const data = new FormData(form);
		const field = (name: string) => String(data.get(name) ?? "").trim();
		const text = props.draft.text();
		const order = orderOf(props.repository, kind(), field);
		setRunning(true);
		const answer = await send<Decision>("POST", order.path, { ...props.draft.judged(), ...order.body });
		setRunning(false);
		setFault(answer.ok ? undefined : answer.detail);
		setTested(answer.ok ? { text, against: order.words, decision: answer.data } : undefined);
	};
	return (
		<section class="card flush" aria-labelledby="pipeline-test">
			<h2 id="pipeline-test">Test this text against</h2>
			<form
				class="pad form"
				onSubmit={(event) => {
					event.preventDefault();
					void test(event.currentTarget);
				}}
			>
				<Field name="kind" label="What">
					{(control) => (
						<select
							{...control}
							class="input"
							value={kind()}
							onChange={(event) => setKind(event.currentTarget.value as Kind)}
						>
							<For each={Object.entries(kinds)}>{([value, words]) => <option value={value}>{words}</option>}</For>
						</select>
					)}
				</Field>
				<Inputs kind={kind()} repository={props.repository} />
				<div class="actions">
					<button class="button" type="submit" disabled={running()}>
						{running() ? "Testing …" : "Test"}
					</button>
				</div>
			</form>
			<Show when={fault()}>
				<p class="note pre in-card" data-tone="bad" role="alert">
					{fault()}
				</p>
			</Show>
			<Show when={tested()}>
				{(its) => (
					<div class="tested" role="status">
						<p class="pad">
							<strong>{its().against}</strong> {lowered(its().decision.result)}
							<Show when={its().text !== props.draft.text()}>
								<span class="dim"> The text has been changed since.</span>
							</Show>
						</p>
						<Verdicts verdicts={its().decision.verdicts} />
					</div>
				)}
			</Show>
		</section>
	);
}

function Inputs(props: { kind: Kind; repository: Repository }) {
	return (
		<Switch>
			<Match when={props.kind === "branch"}>
				<Field name="branch" label="Branch">
					{(control) => <input {...control} class="input mono" placeholder={props.repository.default_branch} />}
				</Field>
			</Match>
			<Match when={props.kind === "tag"}>
				<Field name="tag" label="Tag">
					{(control) => <input {...control} class="input mono" required placeholder="v1.0.0" />}
				</Field>
			</Match>
			<Match when={props.kind === "review"}>
				<div class="two">
					<Field name="from" label="From branch">
						{(control) => <input {...control} class="input mono" required placeholder="feature/login" />}
					</Field>
					<Field name="into" label="Into">
						{(control) => <input {...control} class="input mono" placeholder={props.repository.default_branch} />}
					</Field>
				</div>
			</Match>
			<Match when={props.kind === "delivery"}>
				<Deliveries repository={props.repository.id} />
			</Match>
		</Switch>
	);
}

function Deliveries(props: { repository: string }) {
	const list = useAnswer(() => webhookEvents({ repository: props.repository, limit: 50 }));
	const rows = (): readonly WebhookEvent[] => {
		// Without the last value the whole tab would wait for this list.
		const got = list.latest;
		return got?.ok ? got.data : [];
	};
	return (
		<Field name="delivery" label="Delivery">
			{(control) => (
				<select {...control} class="input" required>
					<For each={rows()}>
						{(event) => (
							<option value={event.id}>
								{event.event_type.replaceAll("_", " ")}, {new Date(event.received_at).toLocaleString()}, {event.status}
							</option>
						)}
					</For>
				</select>
			)}
		</Field>
	);
}

function orderOf(repository: Repository, kind: Kind, field: (name: string) => string) {
	const suppose = (event: Supposition["event"], words: string) => ({
		path: paths.pipelineSuppose(repository.id),
		body: { event },
		words,
	});
	const branch = field("branch") || repository.default_branch;
	const into = field("into") || repository.default_branch;
	switch (kind) {
		case "branch":
			return suppose({ branch }, `A push to ${branch}`);
		case "tag":
			return suppose({ tag: field("tag") }, `The tag ${field("tag")}`);
		case "review":
			return suppose(
				{ pull_request: { from: field("from"), into } },
				`A pull request of ${field("from")} into ${into}`,
			);
		case "delivery":
			return { path: paths.webhookReplay(field("delivery")), body: {}, words: "This delivery" };
	}
}

/** `Would start app.` behind what it was tested against. */
function lowered(result: string): string {
	if (result.startsWith("Would start ")) return `w${result.slice(1)}`;
	return result.startsWith("No workflow wanted it") ? "would start nothing." : `— ${result}`;
}
