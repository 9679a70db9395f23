import type { Clock } from "#runtime/index.ts";

interface Timer {
	readonly at: number;
	readonly callback: () => void;
	/** Of the machine, once the clock runs. */
	real: NodeJS.Timeout | undefined;
}

/** Longest delay of Node's timers; who wanted a longer one is asked again earlier. */
const longestMs = 2 ** 31 - 1;

/**
 * A clock that stands where it is put and goes from timer to timer as it is told, so that days pass in a second and
 * always in the same way; and that runs by itself once it is let go.
 */
export class HeldClock implements Clock {
	#now: number;
	#running: { readonly from: number; readonly since: number; readonly speed: number } | undefined;
	readonly #timers = new Map<number, Timer>();
	#next = 1;

	constructor(startMs: number) {
		this.#now = startMs;
	}

	now(): number {
		if (!this.#running) return this.#now;
		const { from, since, speed } = this.#running;
		return Math.floor(from + (Date.now() - since) * speed);
	}

	setTimeout(callback: () => void, delayMs: number): number {
		const id = this.#next++;
		const timer: Timer = { at: this.now() + Math.max(0, delayMs), callback, real: undefined };
		this.#timers.set(id, timer);
		this.#arm(id, timer);
		return id;
	}

	clearTimeout(handle: unknown): void {
		const id = handle as number;
		clearTimeout(this.#timers.get(id)?.real);
		this.#timers.delete(id);
	}

	/** Move on to the next timer and fire it; false when none is due before `untilMs`, where the clock then stands. */
	step(untilMs: number): boolean {
		let [next, first]: [number | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
		for (const [id, { at }] of this.#timers) if (at < first) [next, first] = [id, at];
		if (next === undefined || first > untilMs) {
			this.#now = Math.max(this.#now, untilMs);
			return false;
		}
		this.#now = Math.max(this.#now, first);
		this.#fire(next);
		return true;
	}

	/** From the present on it runs by itself. @param speed how many times as fast as the machine's own; for tests */
	release(speed: number): void {
		const since = Date.now();
		this.#running = { from: Math.max(this.#now, since), since, speed };
		for (const [id, timer] of this.#timers) this.#arm(id, timer);
	}

	/** Nothing fires any more. */
	close(): void {
		for (const id of [...this.#timers.keys()]) this.clearTimeout(id);
	}

	#arm(id: number, timer: Timer): void {
		if (!this.#running) return;
		const delay = (timer.at - this.now()) / this.#running.speed;
		timer.real = setTimeout(() => this.#fire(id), Math.min(Math.max(0, delay), longestMs));
	}

	#fire(id: number): void {
		const timer = this.#timers.get(id);
		this.#timers.delete(id);
		timer?.callback();
	}
}
