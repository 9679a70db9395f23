import type { Step } from "#http/contract/builds.ts";

/** The step that somebody who opens a build wants to see; one of the server's own only while there is no other. */
export function interestingStep(steps: readonly Step[]): Step | undefined {
	const failed = steps.find(({ status, ignore_failure }) => status === "failure" && !ignore_failure);
	const stopped = steps.find(({ status, system }) => !system && (status === "running" || status === "cancelled"));
	const last = steps.findLast(({ status, system }) => !system && status === "success");
	return failed ?? stopped ?? last ?? steps.find(({ status }) => status === "running");
}
