import { rm } from "node:fs/promises";
import type { Outside } from "../outside.ts";
import { cookieOf } from "./environment.ts";
import type { CleanUpOrder } from "./kept.ts";

/**
 * Effect: no process of a build outlives it, and nothing unmasked is kept. The workspace stays until retention
 * removes it.
 */
export function cleanUp(outside: Outside) {
	return async ({ plan, artifacts }: CleanUpOrder): Promise<null> => {
		await outside.runner.sweep(cookieOf(plan.id));
		// A cancel in the middle of keeping them leaves files that nothing speaks of.
		await outside.storage.removeOthers(
			plan.id,
			artifacts.map(({ storageKey }) => storageKey),
		);
		await rm(plan.runs, { recursive: true, force: true });
		return null;
	};
}
