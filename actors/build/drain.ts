import { runningBuilds } from "#db/queries/builds.ts";
import { type Kernel, NotAccepting, StoreUnavailable } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";

export interface DrainOptions {
	/** Running builds fail as interrupted and their processes are ended; else they may go on, and outlive the server. */
	readonly interrupt: boolean;
	/** How long they are waited for, in ms. */
	readonly timeoutMs: number;
}

/** Before the server ends: no build gets a slot any more, and those that run have some time to end. Answers how many still run. */
export async function drain(kernel: Kernel, { db }: Pick<Outside, "db">, options: DrainOptions): Promise<number> {
	try {
		await kernel.turn((turn) => {
			turn.send("queue", { type: "setLimit", limit: 0, perRepository: 0 });
			if (options.interrupt) for (const id of runningBuilds(db)) turn.send(`builds/${id}`, { type: "interrupt" });
		});
	} catch (error) {
		// A disk that takes nothing, or a tree that gave up: the next start does what is right.
		if (error instanceof StoreUnavailable || error instanceof NotAccepting) return runningBuilds(db).length;
		throw error;
	}
	const { last: after } = kernel.feed;
	const signal = AbortSignal.timeout(options.timeoutMs);
	if (runningBuilds(db).length > 0)
		for await (const _ of kernel.feed.read({ after, within: ["builds"], signal }))
			if (runningBuilds(db).length === 0) break;
	return runningBuilds(db).length;
}
