import { Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Repository } from "#http/contract/repositories.ts";
import { builds } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { useOrigin } from "../../state/origin.ts";
import { Empty, Loaded } from "../../ui/page.tsx";
import { TimeAgo } from "../../ui/time.tsx";
import { BuildRows } from "../build/build-row.tsx";
import { Trigger } from "../build/trigger.tsx";
import { Copy } from "../copy.tsx";
import { Branches } from "./branches.tsx";
import { NextStep } from "./next-step.tsx";
import { Webhook } from "./webhook.tsx";

/** What a repository is, what came of it lately, and what is left to do. */
export function Overview(props: { repository: Repository }) {
	const recent = useAnswer(() => builds({ repository: props.repository.id, limit: 5 }));
	keepFresh(
		() => [builds.key],
		({ kind }) => kind === "build",
	);
	return (
		<div class="stack">
			<NextStep repository={props.repository} />
			<div class="split">
				<div class="stack">
					<section class="card flush">
						<h2>Recent builds</h2>
						<Loaded answer={recent()}>
							{(list) => (
								<Show
									when={list().length > 0}
									fallback={
										<Empty title="No build yet">
											<p>Push, or start one by hand.</p>
											<Trigger repositories={() => [props.repository]} repository={props.repository.id} />
										</Empty>
									}
								>
									<BuildRows builds={list()} />
								</Show>
							)}
						</Loaded>
					</section>
					<Webhook repository={props.repository} />
				</div>
				<div class="stack">
					<Branches id={props.repository.id} />
					<About repository={props.repository} />
				</div>
			</div>
		</div>
	);
}

function About(props: { repository: Repository }) {
	const origin = useOrigin();
	return (
		<section class="card">
			<h2>About</h2>
			<dl class="sheet">
				<dt>Provider</dt>
				<dd>{props.repository.provider}</dd>
				<dt>Owner</dt>
				<dd>{props.repository.owner}</dd>
				<dt>Name</dt>
				<dd>{props.repository.repo_name}</dd>
				<dt>Clone URL</dt>
				<dd>
					<code>{props.repository.clone_url}</code>
				</dd>
				<dt>Default branch</dt>
				<dd>{props.repository.default_branch}</dd>
				<dt>Added</dt>
				<dd>
					<TimeAgo at={props.repository.created_at} />
				</dd>
				<dt>Id</dt>
				<dd>
					<code>{props.repository.id}</code>
				</dd>
				<dt>Badge</dt>
				<dd>
					<img src={paths.badge(props.repository.id)} alt={`How ${props.repository.default_branch} is`} height="20" />
					<Copy
						text={`[![build](${origin()}${paths.badge(props.repository.id)})](${origin()}/repositories/${props.repository.id})`}
						label="Copy the badge's Markdown"
					/>
				</dd>
				<dt>State machine</dt>
				<dd>
					<a href={`/inspector/repositories/${props.repository.id}`}>
						how it came to be {stateWords(props.repository)}
					</a>
				</dd>
			</dl>
		</section>
	);
}

function stateWords({ state }: Repository): string {
	return state === "pending_setup" ? "waiting for its first delivery" : state === "error" ? "in error" : state;
}
