import { createEffect, createSignal, For, onCleanup, Show } from "solid-js";
import type { JournalEntry } from "#http/contract/actors.ts";
import { eventWords } from "../../lib/event-words.ts";
import { isFailure } from "../../lib/history.ts";
import { stateInWords } from "../../lib/words.ts";

export const speeds = [1, 2, 5, 10, 20, 50] as const;

export interface ScrubberProps {
	readonly entries: readonly JournalEntry[];
	readonly place: number;
	readonly isNow: boolean;
	readonly plays: boolean;
	readonly onPlay: () => void;
	/** To the entry at a place; past the last one is now. */
	readonly onGo: (place: number) => void;
	readonly onStep: (by: 1 | -1) => void;
	/** While it plays: time for the next step. */
	readonly onTick: () => void;
}

const stepMs = 700;

/** Back and forth through what is loaded of a journal; failures are marked. */
export function Scrubber(props: ScrubberProps) {
	const [speed, setSpeed] = createSignal(1);
	const last = () => props.entries.length - 1;
	createEffect(() => {
		if (!props.plays) return;
		const timer = setInterval(() => props.onTick(), stepMs / speed());
		onCleanup(() => clearInterval(timer));
	});
	const inWords = () => {
		const entry = props.entries[props.place];
		return entry && `Entry ${entry.sequence}, ${eventWords(entry.event)}: ${stateInWords(entry.state)}`;
	};
	const failures = () => props.entries.flatMap((_, index) => (isFailure(props.entries, index) ? [index] : []));
	return (
		<div class="scrubber">
			<button class="button small" type="button" onClick={() => props.onStep(-1)}>
				◀<span class="visually-hidden"> One entry back</span>
			</button>
			<button class="button small" type="button" onClick={() => props.onPlay()} aria-pressed={props.plays}>
				{props.plays ? "Pause" : "Play"}
			</button>
			<button class="button small" type="button" onClick={() => props.onStep(1)} disabled={props.isNow}>
				▶<span class="visually-hidden"> One entry on</span>
			</button>
			<label>
				<span class="visually-hidden">Speed</span>
				<select class="input small" value={speed()} onChange={(event) => setSpeed(Number(event.currentTarget.value))}>
					<For each={speeds}>{(times) => <option value={times}>{times}×</option>}</For>
				</select>
			</label>
			<span class="scrubber-line">
				<input
					type="range"
					aria-label="Instant"
					aria-valuetext={inWords()}
					min="0"
					max={Math.max(0, last())}
					value={Math.max(0, props.place)}
					onInput={(event) => props.onGo(Number(event.currentTarget.value))}
				/>
				<span class="ticks" aria-hidden="true">
					<For each={failures()}>
						{(index) => <i style={{ left: `${last() > 0 ? (index / last()) * 100 : 0}%` }} title="A failure" />}
					</For>
				</span>
			</span>
			<Show
				when={!props.isNow}
				fallback={
					<span class="badge" data-tone="run">
						live
					</span>
				}
			>
				<button class="button small" type="button" onClick={() => props.onGo(props.entries.length)}>
					To now
				</button>
			</Show>
		</div>
	);
}
