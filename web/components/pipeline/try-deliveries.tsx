import { A } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import { paths } from "#http/contract/paths.ts";
import type { Trial } from "#http/contract/pipelines.ts";
import { send } from "../../lib/api.ts";
import { count } from "../../lib/words.ts";
import { TimeAgo } from "../../ui/time.tsx";
import { Verdicts } from "../webhook/verdicts.tsx";
import type { Draft } from "./draft.ts";

const deliveries = 20;

interface Tried {
	/** The text that judged. */
	readonly text: string;
	readonly trials: readonly Trial[];
}

type Outcome = "same" | "differs" | "unknown";
const looks: Readonly<Record<Outcome, readonly [mark: string, word: string, tone: string]>> = {
	same: ["=", "the same", "none"],
	differs: ["≠", "differs", "warn"],
	unknown: ["?", "not known", "none"],
};

/** Where nothing could judge it, because its payload or commit is gone, nothing is said of a difference. */
function outcomeOf({ did_start: did, would_start: would, verdicts }: Trial): Outcome {
	if (verdicts.length === 0 && did.length > 0) return "unknown";
	return [...did].sort().join("\n") === [...would].sort().join("\n") ? "same" : "differs";
}

/** What the last deliveries would have started with this text, beside what they did start. */
export function TryDeliveries(props: { repository: string; draft: Draft }) {
	const [tried, setTried] = createSignal<Tried>();
	const [fault, setFault] = createSignal<string>();
	const [running, setRunning] = createSignal(false);
	const run = async () => {
		setRunning(true);
		const text = props.draft.text();
		const answer = await send<Trial[]>("POST", paths.pipelineTry(props.repository), {
			...props.draft.judged(),
			last: deliveries,
		});
		setRunning(false);
		setFault(answer.ok ? undefined : answer.detail);
		if (answer.ok) setTried({ text, trials: answer.data });
	};
	return (
		<section class="card flush" aria-labelledby="pipeline-try">
			<div class="card-head">
				<h2 id="pipeline-try">The last {deliveries} deliveries</h2>
				<button class="button small" type="button" disabled={running()} onClick={() => void run()}>
					{running() ? "Trying …" : "Try this text on them"}
				</button>
			</div>
			<Show when={fault()}>
				<p class="note pre" data-tone="bad" role="alert">
					{fault()}
				</p>
			</Show>
			<Show
				when={tried()}
				fallback={<p class="pad dim">Which builds they would have started with this text. Nothing is started.</p>}
			>
				{(its) => (
					<>
						<p class="pad" role="status">
							{summary(its().trials)}
							<Show when={its().text !== props.draft.text()}>
								<span class="dim"> The text has been changed since.</span>
							</Show>
						</p>
						<ul class="rows">
							<For each={its().trials}>{(trial) => <TrialRow trial={trial} />}</For>
						</ul>
					</>
				)}
			</Show>
		</section>
	);
}

function summary(trials: readonly Trial[]): string {
	if (trials.length === 0) return "There was no delivery for this repository yet.";
	const differing = trials.filter((trial) => outcomeOf(trial) === "differs").length;
	const all = count(trials.length, "delivery", "deliveries");
	if (differing === 0) return `${all}: nothing would be different.`;
	return `${differing} of ${all} would start something else.`;
}

function TrialRow(props: { trial: Trial }) {
	const look = () => looks[outcomeOf(props.trial)];
	const names = (list: readonly string[]) => (list.length === 0 ? "nothing" : list.join(", "));
	return (
		<li>
			<details class="trial">
				<summary class="row trial-row">
					<span class="badge" data-tone={look()[2]}>
						<span aria-hidden="true">{look()[0]}</span> {look()[1]}
					</span>
					<span class="trial-event">
						{props.trial.event_type.replaceAll("_", " ")}{" "}
						<span class="dim">
							<TimeAgo at={props.trial.received_at} />
						</span>
					</span>
					<span class="trial-what">
						<span class="dim">did start</span> {names(props.trial.did_start)}
					</span>
					<span class="trial-what">
						<span class="dim">would start</span>{" "}
						<strong>{outcomeOf(props.trial) === "unknown" ? "?" : names(props.trial.would_start)}</strong>
					</span>
					<span class="trial-sign dim" aria-hidden="true">
						▸
					</span>
				</summary>
				<div class="trial-body">
					<p class="pad">
						{props.trial.result} <A href={`/webhooks/${props.trial.event_id}`}>The delivery</A>
					</p>
					<Show when={props.trial.verdicts.length > 0}>
						<Verdicts verdicts={props.trial.verdicts} />
					</Show>
				</div>
			</details>
		</li>
	);
}
