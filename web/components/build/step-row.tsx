import { createEffect, createSignal, lazy, on, Show, Suspense } from "solid-js";
import type { Build, Step } from "#http/contract/builds.ts";
import type { LogMatches } from "#http/contract/logs.ts";
import { paths } from "#http/contract/paths.ts";
import { get } from "../../lib/api.ts";
import { plainBidi } from "../../lib/plain-bidi.ts";
import { Code } from "../../ui/code.tsx";
import { Status } from "../../ui/status.tsx";
import { Took } from "../../ui/time.tsx";

const LogView = lazy(async () => ({ default: (await import("../log/log-view.tsx")).LogView }));
type Stream = "stdout" | "stderr";

interface StepRowProps {
	readonly build: Build;
	readonly step: Step;
	/** How long it took, of the longest. */
	readonly share: number;
	/** How much longer it took than in the last green build, where that is worth a word. */
	readonly slower: string | undefined;
	readonly open: boolean;
	/** An instant of the past that the step is shown at. */
	readonly until: string | undefined;
	/** What somebody has chosen. */
	readonly stream: Stream | undefined;
	readonly onToggle: () => void;
	readonly onStream: (stream: Stream) => void;
}

/** A step, and below it, once it is opened, its script and its log. */
export function StepRow(props: StepRowProps) {
	const [telling, setTelling] = createSignal<Stream>();
	// A step that failed opens at the stream that says why.
	createEffect(
		on(
			() => props.open && props.step.status === "failure" && props.stream === undefined,
			(asked) => {
				if (asked) void tellingStream(props.build.id, props.step.step_index).then(setTelling);
			},
		),
	);
	const stream = (): Stream | undefined => props.stream ?? (props.step.status === "failure" ? telling() : "stdout");
	const panel = () => `step-${props.step.step_index}`;
	return (
		<li>
			<button
				type="button"
				class="row step-row"
				aria-expanded={props.open}
				aria-controls={props.open ? panel() : undefined}
				onClick={() => props.onToggle()}
				data-system={props.step.system ? "" : undefined}
				style={{ "--share": `${Math.round(100 * props.share)}%` }}
			>
				<Status status={props.step.status} />
				<span class="cut">
					{plainBidi(props.step.name)}
					<Show when={props.step.error_message}>{(message) => <span class="dim"> · {plainBidi(message())}</span>}</Show>
				</span>
				<span class="num dim">
					<Show when={props.slower}>
						{(by) => <span title="Compared with the last green build of this workflow">{by()} · </span>}
					</Show>
					<Took from={props.step.started_at} to={props.step.finished_at ?? props.until ?? null} />
				</span>
			</button>
			<Show when={props.open}>
				<div id={panel()}>
					<Show when={props.step.script}>{(script) => <Code label="Script" text={script()} />}</Show>
					<Suspense fallback={<p class="log-empty">Loading the log …</p>}>
						<Show when={stream()} keyed>
							{(of) => (
								<LogView
									build={props.build.id}
									step={props.step.step_index}
									stream={of}
									running={
										props.until === undefined && (props.step.status === "running" || props.step.status === "pending")
									}
									until={props.until}
									failed={props.step.status === "failure"}
									startedAt={props.step.started_at}
									onStream={props.onStream}
								/>
							)}
						</Show>
					</Suspense>
				</div>
			</Show>
			<noscript>
				<p class="row">
					<a href={paths.logContent(props.build.id, { step: props.step.step_index, stream: "stdout", download: 1 })}>
						The log of this step
					</a>
					<a href={paths.logContent(props.build.id, { step: props.step.step_index, stream: "stderr", download: 1 })}>
						and its stderr
					</a>
				</p>
			</noscript>
		</li>
	);
}

/** The one that speaks of an error; of both, or none, stdout unless only stderr says anything. */
async function tellingStream(build: string, step: number): Promise<Stream> {
	const errorsIn = async (stream: Stream) => {
		const answer = await get<LogMatches>(paths.logSearch(build, { step, stream, errors: 1 }));
		return answer.ok && answer.data.count > 0;
	};
	if (await errorsIn("stdout")) return "stdout";
	if (await errorsIn("stderr")) return "stderr";
	const answer = await get<{ line_count: number }>(paths.logContent(build, { step, stream: "stdout", limit: 1 }));
	return answer.ok && answer.data.line_count === 0 ? "stderr" : "stdout";
}
