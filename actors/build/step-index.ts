import type { BuildPlan, PlannedScript } from "./build-plan.ts";

/*
 * Where each step of a build stands: the checkout, the scripts, the keeping of artifacts, the scripts of publishing, the
 * cleaning up. The place of the artifacts is kept free where a workflow names none, so that indexes tell kinds.
 */
export const checkoutIndex = -1;

type Steps = Pick<BuildPlan, "scripts" | "publishing">;

export function artifactsIndex({ scripts }: Steps): number {
	return scripts.length;
}

export function publishingIndex({ scripts }: Steps, which: number): number {
	return scripts.length + 1 + which;
}

export function cleanupIndex({ scripts, publishing }: Steps): number {
	return scripts.length + 1 + publishing.length;
}

/** The script of either kind at an index; undefined for the server's own steps. */
export function scriptAt({ scripts, publishing }: Steps, index: number): PlannedScript | undefined {
	return index < scripts.length ? scripts[index] : publishing[index - scripts.length - 1];
}

/** Index of the next script that is not skipped. */
export function nextScript(plan: Steps, after: number): number | undefined {
	const index = plan.scripts.findIndex(({ skip }, at) => at > after && skip === null);
	return index < 0 ? undefined : index;
}

/** The same among the scripts of publishing. */
export function nextPublishing(plan: Steps, after: number): number | undefined {
	const which = plan.publishing.findIndex(({ skip }, at) => publishingIndex(plan, at) > after && skip === null);
	return which < 0 ? undefined : publishingIndex(plan, which);
}
