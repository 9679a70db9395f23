import type { Db } from "#db/open.ts";
import { waitingBuilds } from "#db/queries/queue.ts";
import type { NextWaiting } from "./queue.machine.ts";

/** Effect: the builds that are first in the waiting list, one for each free slot. */
export function readWaiting(db: Db) {
	return async ({ slots }: { slots: number }): Promise<NextWaiting> => {
		const builds = waitingBuilds(db, slots + 1);
		return { builds: builds.slice(0, slots), more: builds.length > slots };
	};
}
