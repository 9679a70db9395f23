import { type Accessor, createEffect, createSignal, For, lazy, on, onMount, Show, Suspense } from "solid-js";
import type { Build, Step } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import { Status } from "../../ui/status.tsx";
import { Took } from "../../ui/time.tsx";

const LogView = lazy(async () => ({ default: (await import("../log/log-view.tsx")).LogView }));
type Stream = "stdout" | "stderr";

/** The step that somebody who opens the page wants to see. */
export function interesting(steps: readonly Step[]): number | undefined {
	const failed = steps.find(({ status, ignore_failure }) => status === "failure" && !ignore_failure);
	const running = steps.find(({ status }) => status === "running");
	const last = steps.findLast(({ status, system }) => status === "success" && !system);
	return (failed ?? running ?? last)?.step_index;
}

/** Steps as they run, one of them open with its log. */
export function StepList(props: { build: Build; steps: Accessor<readonly Step[]> }) {
	const [open, setOpen] = createSignal<number>();
	const [stream, setStream] = createSignal<Stream>("stdout");
	let chosen = false;
	const choose = (index: number | undefined, to: Stream = "stdout") => {
		setOpen(index);
		setStream(to);
	};
	const byHand = (index: number) => {
		chosen = true;
		choose(open() === index ? undefined : index);
		const url = new URL(location.href);
		if (open() === undefined) url.searchParams.delete("step");
		else url.searchParams.set("step", String(index));
		url.hash = "";
		history.replaceState(null, "", url);
	};
	onMount(() => {
		const asked = new URL(location.href).searchParams.get("step");
		chosen = asked !== null;
		choose(asked === null ? interesting(props.steps()) : Number(asked));
	});
	// Nobody has chosen: what runs is shown, and in the end what failed.
	createEffect(on(props.steps, (steps) => !chosen && choose(interesting(steps)), { defer: true }));
	return (
		<section class="card flush">
			<h2>Steps</h2>
			<ol class="rows steps">
				<For each={props.steps().map(({ step_index }) => step_index)}>
					{(index) => {
						const step = () => props.steps().find((each) => each.step_index === index) as Step;
						return (
							<li>
								<button
									type="button"
									class="row step-row"
									aria-expanded={open() === index}
									onClick={() => byHand(index)}
									data-system={step().system ? "" : undefined}
								>
									<Status status={step().status} />
									<span class="cut">
										{step().name}
										<Show when={step().error_message}>
											<span class="dim"> · {step().error_message}</span>
										</Show>
									</span>
									<span class="num dim">
										<Took from={step().started_at} to={step().finished_at} />
									</span>
								</button>
								<Show when={open() === index}>
									<Show when={step().script}>{(script) => <pre class="step-script">{script()}</pre>}</Show>
									<Suspense fallback={<p class="log-empty">Loading the log …</p>}>
										<Show when={stream()} keyed>
											{(of) => (
												<LogView
													build={props.build.id}
													step={index}
													stream={of}
													running={step().status === "running" || step().status === "pending"}
													failed={step().status === "failure"}
													onStream={setStream}
												/>
											)}
										</Show>
									</Suspense>
								</Show>
								<noscript>
									<a href={paths.logContent(props.build.id, { step: index, stream: "stdout", download: 1 })}>
										The log of this step
									</a>
								</noscript>
							</li>
						);
					}}
				</For>
			</ol>
		</section>
	);
}
