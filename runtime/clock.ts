/** Time from outside, so that tests own it. Milliseconds since 1970. */
export interface Clock {
	now(): number;
	setTimeout(callback: () => void, delayMs: number): unknown;
	clearTimeout(handle: unknown): void;
}

/** Longest delay of Node's timers; a longer one would fire at once. */
const longestMs = 2 ** 31 - 1;

/** The machine's clock, moved by `offsetMs` (tests only). */
export function systemClock(offsetMs = 0): Clock {
	return {
		now: () => Date.now() + offsetMs,
		setTimeout: (callback, delayMs) => setTimeout(callback, Math.min(Math.max(0, delayMs), longestMs)),
		clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
	};
}

/**
 * A clock that never runs backwards: if the wall clock stands before `floorMs` (the last time that was committed)
 * it goes on from there, so that ids stay ordered and deadlines keep what was left of them.
 */
export function steady(clock: Clock, floorMs: number): Clock {
	const shift = Math.max(0, floorMs - clock.now());
	let last = floorMs;
	return {
		now: () => {
			last = Math.max(last, clock.now() + shift);
			return last;
		},
		setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs),
		clearTimeout: (handle) => clock.clearTimeout(handle),
	};
}

/** A clock for tests: stands still until it is moved, then fires what is due in order. */
export class SimulatedClock implements Clock {
	#now: number;
	#timers = new Map<number, { at: number; callback: () => void }>();
	#next = 1;
	constructor(startMs = 0) {
		this.#now = startMs;
	}
	now(): number {
		return this.#now;
	}
	setTimeout(callback: () => void, delayMs: number): number {
		const handle = this.#next++;
		this.#timers.set(handle, { at: this.#now + Math.max(0, delayMs), callback });
		return handle;
	}
	clearTimeout(handle: unknown): void {
		this.#timers.delete(handle as number);
	}
	/** Move on by `ms`, firing timers at their own instants. */
	advance(ms: number): void {
		const end = this.#now + ms;
		for (;;) {
			const due = [...this.#timers]
				.filter(([, timer]) => timer.at <= end)
				.sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
			if (!due) break;
			this.#timers.delete(due[0]);
			this.#now = Math.max(this.#now, due[1].at);
			due[1].callback();
		}
		this.#now = end;
	}
}
