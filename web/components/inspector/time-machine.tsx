import { createSignal, For, onCleanup, onMount, Show } from "solid-js";
import type { JournalEntry } from "#http/contract/actors.ts";
import { changedBy } from "../../lib/history.ts";
import { stateInWords } from "../../lib/words.ts";
import { useKeys } from "../../state/keys.ts";

export interface TimeMachineProps {
	/** Oldest first. */
	readonly entries: readonly JournalEntry[];
	/** The entry that is looked at; undefined for now. */
	readonly at: number | undefined;
	readonly onGo: (id: number | undefined) => void;
}

/** The journal of an actor: each entry an instant that everything around can be shown at. */
export function TimeMachine(props: TimeMachineProps) {
	const place = () => {
		const found = props.entries.findIndex(({ id }) => id === props.at);
		return found < 0 ? props.entries.length - 1 : found;
	};
	const go = (index: number) => {
		const to = Math.max(0, Math.min(props.entries.length - 1, index));
		props.onGo(to === props.entries.length - 1 ? undefined : props.entries[to]?.id);
	};
	const [plays, setPlays] = createSignal(false);
	useKeys([
		{ key: "ArrowLeft", what: "One entry back", act: () => go(place() - 1) },
		{ key: "ArrowRight", what: "One entry on", act: () => go(place() + 1) },
		{ key: "Home", what: "The first entry", act: () => go(0) },
		{ key: "End", what: "Now", act: () => props.onGo(undefined) },
	]);
	const stepMs = 700;
	onMount(() => {
		const timer = setInterval(() => {
			if (!plays()) return;
			if (place() >= props.entries.length - 1) setPlays(false);
			else go(place() + 1);
		}, stepMs);
		onCleanup(() => clearInterval(timer));
	});
	const play = () => {
		if (!plays() && place() >= props.entries.length - 1) go(0);
		setPlays(!plays());
	};
	return (
		<section class="card flush" aria-label="Journal">
			<div class="scrubber">
				<button class="button small" type="button" onClick={() => go(place() - 1)} disabled={place() <= 0}>
					◀<span class="visually-hidden"> One entry back</span>
				</button>
				<button class="button small" type="button" onClick={play}>
					{plays() ? "Pause" : "Play"}
				</button>
				<button
					class="button small"
					type="button"
					onClick={() => go(place() + 1)}
					disabled={place() >= props.entries.length - 1}
				>
					▶<span class="visually-hidden"> One entry on</span>
				</button>
				<input
					type="range"
					aria-label="Instant"
					min="0"
					max={Math.max(0, props.entries.length - 1)}
					value={place()}
					onInput={(event) => go(Number(event.currentTarget.value))}
				/>
				<Show
					when={props.at !== undefined}
					fallback={
						<span class="badge" data-tone="run">
							now
						</span>
					}
				>
					<button class="button small" type="button" onClick={() => props.onGo(undefined)}>
						To now
					</button>
				</Show>
			</div>
			<ol class="rows entries">
				<For each={props.entries}>
					{(entry, index) => (
						<li>
							<button
								type="button"
								class="row entry-row"
								aria-current={index() === place() ? "true" : undefined}
								data-past={index() > place() ? "" : undefined}
								onClick={() => go(index())}
							>
								<span class="dim num">{entry.sequence}</span>
								<span class="cut">
									<strong class="mono">{entry.event}</strong>
									<Show when={entry.source}>
										<span class="dim"> from {entry.source?.split("/").slice(-2).join("/")}</span>
									</Show>
								</span>
								<span class="cut">{stateInWords(entry.state)}</span>
								<time class="dim num" datetime={entry.at} title={entry.at}>
									{entry.at.slice(11, 23)}
								</time>
								<Show when={changedBy(entry).length > 0}>
									<span class="dim changes">changed {changedBy(entry).join(", ")}</span>
								</Show>
							</button>
						</li>
					)}
				</For>
			</ol>
		</section>
	);
}
