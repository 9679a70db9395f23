import { Title } from "@solidjs/meta";
import { A } from "@solidjs/router";
import { createEffect, createSignal, type JSX, on, Show } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import { middleCut } from "../../lib/words.ts";
import { Status } from "../../ui/status.tsx";
import { TimeAgo, Took } from "../../ui/time.tsx";
import { Tests, Why } from "./build-facts.tsx";
import { refOf, triggerWords } from "./build-row.tsx";
import { Sentence } from "./sentence.tsx";

const marks: Readonly<Record<Build["status"], string>> = {
	success: "✓",
	failure: "✗",
	running: "●",
	pending: "○",
	cancelled: "⊘",
};

/** What a page says of a build's repository: its name, and where its commit can be looked at. */
export interface RepositoryOfBuild {
	readonly name: string;
	readonly commit: string;
}

interface BuildViewProps {
	readonly build: Build;
	readonly repository: RepositoryOfBuild | undefined;
	/** The last green build of its workflow. */
	readonly green?: Build | undefined;
	/** What can be done, or what stands there instead. */
	readonly actions: JSX.Element;
	/** Above everything. */
	readonly notice?: JSX.Element;
	/** An instant of the past that it is shown at. */
	readonly until?: string;
	readonly steps: JSX.Element;
	readonly artifacts: JSX.Element;
}

/** A build on one page: its head stays in sight. */
export function BuildView(props: BuildViewProps) {
	const ref = () => refOf(props.build);
	const [ending, setEnding] = createSignal("");
	// Who listens hears once that it has ended, and how.
	createEffect(
		on(
			() => props.build.finished_at !== null,
			(isOver) => {
				const { workflow_name: workflow, number, status, error_message: why } = props.build;
				if (isOver) setEnding(`${workflow} #${number}: ${status}. ${why ?? ""}`);
			},
			{ defer: true },
		),
	);
	return (
		<>
			<Title>{`${marks[props.build.status]} ${props.build.workflow_name} #${props.build.number} · Oore`}</Title>
			<div class="page-head sticky">
				<Status status={props.build.status} large />
				<div class="grow">
					<h1 class="cut">
						{props.build.workflow_name} <span class="dim">#{props.build.number}</span>
					</h1>
					<p class="crumb cut">
						<Show when={props.repository} fallback="a repository that was removed">
							{(its) => <A href={`/repositories/${props.build.repository_id}`}>{its().name}</A>}
						</Show>{" "}
						· <bdi title={ref()}>{middleCut(ref(), 40)}</bdi> ·{" "}
						<a href={props.repository?.commit ?? `/builds?commit=${props.build.commit_sha}`} rel="noreferrer">
							<code>{props.build.commit_sha.slice(0, 8)}</code>
						</a>{" "}
						· {triggerWords[props.build.trigger_type]} ·{" "}
						<Show when={props.build.started_at}>
							<Took from={props.build.started_at} to={props.build.finished_at ?? props.until ?? null} /> ·{" "}
						</Show>
						<TimeAgo at={props.build.created_at} />
					</p>
				</div>
				{props.actions}
			</div>
			<p class="visually-hidden" aria-live="polite">
				{ending()}
			</p>
			<div class="stack">
				{props.notice}
				<Show when={props.build.error_message}>
					{(message) => (
						<p class="note pre" data-tone={props.build.status === "cancelled" ? "warn" : "bad"}>
							<Sentence text={message()} />
						</p>
					)}
				</Show>
				<Show when={props.build.status === "failure" && props.build.can.rerun !== true && props.build.can.rerun}>
					{(why) => <p class="hint">Its failed part cannot be run by itself: {why()}</p>}
				</Show>
				<Show when={props.build.waiting_reason}>
					{(reason) => (
						<p class="note" data-tone="warn">
							It waits: <Sentence text={reason()} />
						</p>
					)}
				</Show>
				<div class="split build">
					<div class="stack">
						<Show when={props.build.tests}>{(tests) => <Tests tests={tests()} />}</Show>
						{props.steps}
					</div>
					<div class="stack">
						{props.artifacts}
						<Why build={props.build} green={props.green} />
					</div>
				</div>
			</div>
		</>
	);
}
