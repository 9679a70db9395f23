import { runningOf, waitingBefore } from "#db/queries/queue.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";

/** Why a pending build does not run yet: the queue's own guard answers, and how many are before it. */
export function whyWaiting(
	kernel: Kernel,
	{ db, maxBuildsPerRepository: most }: Outside,
	build: { id: string; priority: number; repositoryId: string },
): string {
	if (most > 0 && runningOf(db, build.repositoryId) >= most)
		return `${most} of ${most} builds of its repository run already.`;
	const request = kernel.explain("queue")?.find((way) => way.guard === "slotFreeAndNobodyWaits");
	const before = waitingBefore(db, build);
	const slots = request?.reason ?? "A slot is being granted.";
	if (before === 0) return `${slots} It is next.`;
	return `${slots} ${before === 1 ? "One build is" : `${before} builds are`} before it.`;
}
