import { createAsyncStore } from "@solidjs/router";
import type { Answer } from "../lib/api.ts";

/**
 * What the API answers, asked for anew as it changes. What is the same stays the same, so that a row keeps its place,
 * its focus and what was opened in it; rows are told apart by `key`. A server that is away for a moment takes nothing
 * off the screen.
 */
export function useAnswer<T>(ask: () => Promise<Answer<T>>, key = "id") {
	return createAsyncStore<Answer<T> | undefined>(
		async (before) => {
			const now = await ask();
			const isAway = !now.ok && (now.status === 0 || now.status === 503);
			return isAway && before?.ok ? before : now;
		},
		{ reconcile: { key } },
	);
}
