import { setTimeout as wait } from "node:timers/promises";
import { GitFailed } from "./git.ts";

/** Pauses before each further attempt, in ms: a server that restarts is back by then. */
const pauses = [1_000, 4_000];

/** What git and its transports say of a network that may be better in a moment; a missing ref or a wrong password is not. */
const passing =
	/could not resolve host|connection (refused|reset|timed out|closed)|operation timed out|early eof|unexpected disconnect|hung up|rpc failed|returned error: (5\d\d|429)|tls|ssl|temporary failure|network is unreachable/i;

/** Run something of git's that uses the network; tried again after a pause where that may help. */
export async function retryFetch<T>(
	work: () => Promise<T>,
	signal: AbortSignal,
	pausesMs: readonly number[] = pauses,
): Promise<T> {
	for (const pauseMs of pausesMs) {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof GitFailed) || !passing.test(error.said)) throw error;
		}
		await wait(pauseMs, undefined, { signal });
	}
	return work();
}
