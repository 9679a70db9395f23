import { rm } from "node:fs/promises";
import type { Outside } from "../outside.ts";
import type { BuildPlan } from "./build-plan.ts";
import { cookieOf } from "./environment.ts";

/**
 * Effect: no process of a build outlives it, and nothing unmasked is kept. The workspace stays until retention
 * removes it.
 */
export function cleanUp(outside: Outside) {
	return async ({ plan }: { plan: BuildPlan }): Promise<null> => {
		await outside.runner.sweep(cookieOf(plan.id));
		await rm(plan.runs, { recursive: true, force: true });
		return null;
	};
}
