import { For, Show } from "solid-js";
import { isServer } from "solid-js/web";
import type { ActorDetail, JournalEntry } from "#http/contract/actors.ts";
import { duration } from "#http/contract/words.ts";
import { eventWords } from "../../lib/event-words.ts";
import { entryInto } from "../../lib/history.ts";
import type { ChartLayout } from "../../machines/chart-layout.ts";
import { now } from "../../state/clock.ts";
import { ClockTime } from "../../ui/time.tsx";

/** What runs because of the state that an actor is in, and the timers that are set. */
export function Running(props: {
	machine: ChartLayout;
	active: readonly string[];
	entries: readonly JournalEntry[];
	place: number;
	deadlines: ActorDetail["deadlines"];
}) {
	const effects = () =>
		props.machine.states
			.filter(({ id }) => props.active.includes(id))
			.flatMap((state) =>
				state.invokes.map(({ id, src }) => ({ id, src, since: entryInto(props.entries, props.place, state.id)?.at })),
			);
	return (
		<Show when={effects().length + props.deadlines.length > 0}>
			<section class="card" aria-label="Effects and timers">
				<h2>Effects and timers</h2>
				<dl class="sheet">
					<For each={effects()}>
						{({ id, src, since }) => (
							<>
								<dt>
									{id} <code>{src}</code>
								</dt>
								<dd>
									runs
									<Show when={since}>
										{(at) => (
											<>
												{" "}
												since <ClockTime at={at()} />
											</>
										)}
									</Show>
								</dd>
							</>
						)}
					</For>
					<For each={props.deadlines}>
						{({ event, at }) => (
							<>
								<dt title={event}>{eventWords(event)}</dt>
								<dd>
									{timeLeft(at)}, at <ClockTime at={at} />
								</dd>
							</>
						)}
					</For>
				</dl>
			</section>
		</Show>
	);
}

/** Until a time that is to come: `12.3 s left`. */
export function timeLeft(at: string): string {
	const ms = Date.parse(at) - (isServer ? Date.now() : now());
	return ms > 0 ? `${duration(Math.ceil(ms / 1_000) * 1_000)} left` : "due";
}
