import type { Db } from "#db/open.ts";
import { waitingBuilds } from "#db/queries/queue.ts";
import type { NextWaiting, WaitingQuery } from "./queue.machine.ts";

/** Effect: the builds that are first in the waiting list, one for each free slot. */
export function readWaiting(db: Db) {
	return async ({ slots, perRepository }: WaitingQuery): Promise<NextWaiting> => {
		const builds = waitingBuilds(db, { limit: slots + 1, perRepository });
		return { builds: builds.slice(0, slots), more: builds.length > slots };
	};
}
