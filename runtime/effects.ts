import { type Address, within } from "./address.ts";
import type { Clock } from "./clock.ts";
import type { RunningEffect } from "./effect.ts";
import type { Failpoints } from "./failpoints.ts";

/** The effects that are under way, so that they can be told to stop and waited for. */
export class Effects {
	readonly #clock: Clock;
	readonly #failpoints: Failpoints;
	readonly #running = new Set<RunningEffect>();

	constructor(clock: Clock, failpoints: Failpoints) {
		this.#clock = clock;
		this.#failpoints = failpoints;
	}

	/** @param work must not reject */
	run(address: Address, controller: AbortController, work: () => Promise<void>): void {
		const effect: RunningEffect = { address, controller, settled: work().finally(() => this.#running.delete(effect)) };
		this.#running.add(effect);
	}

	starts(): void {
		this.#failpoints.hit("effect_start");
	}

	ends(): void {
		this.#failpoints.hit("effect_end");
	}

	get count(): number {
		return this.#running.size;
	}

	/** Tell everything at and below an address to stop; resolves when it has, or after `limitMs`: what has not by then is left to itself. */
	async stop(root: Address, limitMs: number): Promise<void> {
		const stopping = [...this.#running].filter((effect) => within(effect.address, root));
		for (const effect of stopping) effect.controller.abort(new Error("The actor that wanted this is being stopped."));
		if (stopping.length === 0) return;
		const limit = Promise.withResolvers<void>();
		const timer = this.#clock.setTimeout(limit.resolve, limitMs);
		await Promise.race([Promise.all(stopping.map((effect) => effect.settled)), limit.promise]);
		this.#clock.clearTimeout(timer);
	}
}
