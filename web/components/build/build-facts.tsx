import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import { difference } from "../../lib/compared.ts";
import { plainBidi } from "../../lib/plain-bidi.ts";
import { Code } from "../../ui/code.tsx";
import { DateTime, Took } from "../../ui/time.tsx";
import { Copy } from "../copy.tsx";
import { BuildLink } from "./build-link.tsx";

const sources: Readonly<Record<Build["config_source"], string>> = {
	database: "the stored pipeline",
	repository: "the repository's file",
	default: "the default pipeline",
};

/** What started it, and what it is built from. */
export function Why(props: { build: Build; green?: Build | undefined }) {
	return (
		<section class="card why">
			<h2>Why</h2>
			<dl class="sheet">
				<dt>Started by</dt>
				<dd>
					<Show when={props.build.webhook_event_id} fallback={props.build.trigger_type === "manual" ? "hand" : "—"}>
						{(event) => <A href={`/webhooks/${event()}`}>{props.build.trigger_type.replaceAll("_", " ")}</A>}
					</Show>
					<Show when={props.build.author && props.build.webhook_event_id}> by {props.build.author}</Show>
				</dd>
				<dt>Commit</dt>
				<dd>
					<Copy text={props.build.commit_sha} />
				</dd>
				<Show when={props.build.message}>
					{(message) => (
						<>
							<dt>Message</dt>
							<dd>
								<Message text={plainBidi(message())} />
							</dd>
						</>
					)}
				</Show>
				<dt>Ref</dt>
				<dd>
					<bdi>{plainBidi(props.build.ref)}</bdi>
				</dd>
				<dt>Pipeline</dt>
				<dd>
					{props.build.workflow_name} of{" "}
					<A href={`/repositories/${props.build.repository_id}?tab=pipeline`}>{sources[props.build.config_source]}</A>
				</dd>
				<Show when={Object.keys(props.build.inputs).length > 0}>
					<dt>Inputs</dt>
					<dd>
						{Object.entries(props.build.inputs)
							.map(([name, value]) => `${name} = ${value}`)
							.join(", ")}
					</dd>
				</Show>
				<Show when={props.build.labels.length > 0}>
					<dt>Labels</dt>
					<dd>{props.build.labels.join(", ")}</dd>
				</Show>
				<Show when={props.build.rerun_of}>
					{(of) => (
						<>
							<dt>Goes on from</dt>
							<dd>
								<BuildLink id={of()} />, step {props.build.rerun_from_step}
							</dd>
						</>
					)}
				</Show>
				<Show when={!props.build.trusted}>
					<dt>Trust</dt>
					<dd>A fork's commit: it gets no secrets.</dd>
				</Show>
				<dt>Created</dt>
				<dd>
					<DateTime at={props.build.created_at} />
				</dd>
				<Show when={props.build.finished_at}>
					{(end) => (
						<>
							<dt>Finished</dt>
							<dd>
								<DateTime at={end()} />
							</dd>
						</>
					)}
				</Show>
				<Show when={props.green}>
					{(green) => (
						<>
							<dt>Last green</dt>
							<dd>
								<A href={`/builds/${green().id}`}>#{green().number}</A>, took{" "}
								<Took from={green().started_at} to={green().finished_at} />
								<Show when={props.build.status === "success" && difference(props.build, green())}>
									{(by) => <>: this one {by()}</>}
								</Show>
							</dd>
						</>
					)}
				</Show>
				<dt>Run it locally</dt>
				<dd>
					<Copy text={`npx oore run ${props.build.workflow_name}`} />
				</dd>
			</dl>
		</section>
	);
}

const longestMessage = 300;

/** A commit's message: the beginning of a long one, and the rest where somebody wants it. */
function Message(props: { text: string }) {
	return (
		<Show when={props.text.length > longestMessage} fallback={props.text}>
			<details>
				<summary>{props.text.slice(0, longestMessage).trimEnd()} …</summary>
				{props.text.slice(longestMessage)}
			</details>
		</Show>
	);
}

export function Tests(props: { tests: NonNullable<Build["tests"]> }) {
	return (
		<section class="card">
			<h2>Tests</h2>
			<p>
				<strong>{props.tests.passed}</strong> of {props.tests.total} passed, {props.tests.failed} failed,{" "}
				{props.tests.skipped} skipped
			</p>
			<For each={props.tests.failures}>
				{(failure) => (
					<details class="failure">
						<summary>
							✗ {failure.suite} <strong>{failure.name}</strong>
						</summary>
						<Code label={`Message of ${failure.name}`} text={failure.message} />
						<Show when={failure.file}>
							<p class="mono dim">
								{failure.file}
								{failure.line === null ? "" : `:${failure.line}`}
							</p>
						</Show>
					</details>
				)}
			</For>
		</section>
	);
}
