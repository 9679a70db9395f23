import { buildById } from "#db/queries/builds.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";
import { Refusal } from "../refusals.ts";

/** Ask a build to end; a pending one ends in the same turn. @throws Refusal when there is none, or it is over */
export async function cancelBuild(kernel: Kernel, { db }: Outside, buildId: string, by: string): Promise<void> {
	const build = buildById(db, buildId);
	if (!build) throw new Refusal("build_not_found", { build: buildId });
	const heard = await kernel.turn((turn) => turn.send(`builds/${buildId}`, { type: "cancel", by }));
	if (!heard)
		throw new Refusal("build_over", { build: buildId, status: buildById(db, buildId)?.status ?? build.status });
}

/** True, or why the build cannot be cancelled: what a button or command says. */
export function canCancel(status: string): true | string {
	return status === "pending" || status === "running" || `The build is over: ${status}.`;
}
