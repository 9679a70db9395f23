import { createAsyncStore } from "@solidjs/router";
import type { Answer } from "../lib/api.ts";

/**
 * What the API answers, asked for anew as it changes. What is the same stays the same, so that a row keeps its place,
 * its focus and what was opened in it; rows are told apart by `key`. Neither a server that is away for a moment,
 * itself or behind its proxy, nor a login that has ended takes anything off the screen.
 */
export function useAnswer<T>(ask: () => Promise<Answer<T>>, key = "id") {
	return createAsyncStore<Answer<T> | undefined>(
		async (before) => {
			const now = await ask();
			const isAway = !now.ok && [0, 401, 502, 503, 504].includes(now.status);
			// An answer to another question would be none to this one.
			return isAway && before?.ok && before.asked === now.asked ? before : now;
		},
		{ reconcile: { key } },
	);
}
