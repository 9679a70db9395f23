import type { Clock } from "./clock.ts";
import type { Deadline, Live } from "./shape.ts";
import type { TurnBook } from "./turn.ts";

/**
 * `after` delays as absolute times. XState's own timers die with the process; these are in the actor's row, so what
 * is left of them is armed again at restore, and what passed meanwhile fires at once.
 */
export class Deadlines {
	readonly #clock: Clock;
	readonly #book: TurnBook;
	readonly #timers = new Map<Live, Map<string, unknown>>();

	constructor(clock: Clock, book: TurnBook) {
		this.#clock = clock;
		this.#book = book;
	}

	set(live: Live, id: string, delayMs: number, event: { readonly type: string }): void {
		const deadline = { at: this.#book.now() + delayMs, event };
		this.clear(live, id);
		live.deadlines.set(id, deadline);
		this.#arm(live, id, deadline);
	}

	clear(live: Live, id: string): void {
		live.deadlines.delete(id);
		this.#disarm(live, id);
	}

	/** Arm what an actor's row brought along. */
	rearm(live: Live): void {
		for (const [id, deadline] of live.deadlines) this.#arm(live, id, deadline);
	}

	/** An actor is over: nothing of it may fire any more. */
	forget(live: Live): void {
		for (const handle of this.#timers.get(live)?.values() ?? []) this.#clock.clearTimeout(handle);
		this.#timers.delete(live);
	}

	#arm(live: Live, id: string, deadline: Deadline): void {
		const timers = this.#timers.get(live) ?? new Map<string, unknown>();
		this.#timers.set(live, timers);
		timers.set(
			id,
			this.#clock.setTimeout(() => this.#fire(live, id, deadline), deadline.at - this.#clock.now()),
		);
	}

	#disarm(live: Live, id: string): void {
		const timers = this.#timers.get(live);
		if (!timers?.has(id)) return;
		this.#clock.clearTimeout(timers.get(id));
		timers.delete(id);
		if (timers.size === 0) this.#timers.delete(live);
	}

	#fire(live: Live, id: string, deadline: Deadline): void {
		// A delay longer than a timer can hold comes back early, and so does one of a clock that was set back.
		if (deadline.at > this.#clock.now()) {
			this.#arm(live, id, deadline);
			return;
		}
		this.#book.stimulate(() => {
			if (live.deadlines.get(id) !== deadline || this.#book.live(live.ref) !== live) return;
			this.clear(live, id);
			live.ref.send(deadline.event);
		});
	}
}
