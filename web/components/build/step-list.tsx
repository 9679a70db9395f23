import { useLocation, useNavigate, useSearchParams } from "@solidjs/router";
import { type Accessor, createMemo, createSignal, For, onMount } from "solid-js";
import type { Build, Step } from "#http/contract/builds.ts";
import { difference, lastedMs, sameStep } from "../../lib/compared.ts";
import { hrefWith } from "../../lib/href-with.ts";
import { interestingStep } from "../../lib/interesting-step.ts";
import { useKeys } from "../../state/keys.ts";
import { StepRow } from "./step-row.tsx";

type Search = { step?: string; stream?: string };

/** Steps as they run, one of them open with its log; which one is in the address once somebody has chosen. */
export function StepList(props: {
	build: Build;
	steps: Accessor<readonly Step[]>;
	/** Steps of the last green build of its workflow. */
	green?: readonly Step[] | undefined;
	until?: string;
}) {
	const [search] = useSearchParams<Search>();
	const location = useLocation();
	const navigate = useNavigate();
	/** Scripts run and there is something to open. */
	const [ready, setReady] = createSignal(false);
	/** Until somebody chooses: what runs is shown, and in the end what failed; a cancelled one stays open. */
	const own = createMemo(() => interestingStep(props.steps())?.step_index);
	const chosen = () => (search.step === undefined ? undefined : Number(search.step));
	const isThere = (index: number | undefined) => props.steps().some(({ step_index }) => step_index === index);
	const open = createMemo(() => {
		if (!ready()) return undefined;
		if (search.step === "none") return undefined;
		return isThere(chosen()) ? chosen() : own();
	});
	// Without the line that the address may name: it is one of the log that was open.
	const go = (step: string, stream?: string) =>
		navigate(hrefWith(location, { step, stream }), { replace: true, scroll: false });
	const toggle = (index: number) => go(open() === index ? "none" : String(index));
	onMount(() => setReady(true));
	useKeys([
		{
			key: "f",
			what: "The next step that failed",
			act: () => {
				const failed = props.steps().filter(({ status }) => status === "failure");
				const next = failed.find(({ step_index }) => step_index > (open() ?? -2)) ?? failed[0];
				if (next) go(String(next.step_index));
			},
		},
	]);
	const longestMs = createMemo(() => Math.max(1, ...props.steps().map((step) => lastedMs(step) ?? 0)));
	return (
		<section class="card flush">
			<h2>Steps</h2>
			<ol class="rows steps">
				<For each={props.steps()}>
					{(step) => (
						<StepRow
							build={props.build}
							step={step}
							share={(lastedMs(step) ?? 0) / longestMs()}
							slower={
								step.status === "success"
									? difference(step, sameStep(props.green ?? [], step, props.steps()))
									: undefined
							}
							until={props.until}
							open={open() === step.step_index}
							stream={chosen() === step.step_index ? streamOf(search.stream) : undefined}
							onToggle={() => toggle(step.step_index)}
							onStream={(stream) => go(String(step.step_index), stream)}
						/>
					)}
				</For>
			</ol>
		</section>
	);
}

function streamOf(given: string | undefined): "stdout" | "stderr" | undefined {
	return given === "stdout" || given === "stderr" ? given : undefined;
}
