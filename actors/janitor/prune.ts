import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isBuildOver, repositoryOfBuild } from "#db/queries/builds.ts";
import { pruneFinishedActors, pruneJournal, prunePayloads } from "#db/queries/retention.ts";
import type { Outside } from "../outside.ts";
import type { Pruned } from "./janitor.machine.ts";

/** Effect: one round of the janitor. Delivery ids stay for ever, so that a late replay still changes nothing. */
export function prune(outside: Outside) {
	return async (_input: Record<string, never>, { signal }: { signal: AbortSignal }): Promise<Pruned> => {
		const { db, retention } = outside;
		const now = outside.now();
		return {
			workspaces: await pruneWorkspaces(outside, now - retention.workspacesMs, signal),
			payloads: prunePayloads(db, now - retention.payloadsMs),
			journalEntries: pruneJournal(db, now - retention.journalMs),
			finishedActors: pruneFinishedActors(db, now - retention.finishedActorsMs),
		};
	};
}

/** Only of builds that are over: a build may wait or run for longer than retention. */
async function pruneWorkspaces({ db, folders, git }: Outside, before: number, signal: AbortSignal): Promise<number> {
	let removed = 0;
	for (const buildId of await readdir(folders.workspaces)) {
		signal.throwIfAborted();
		const folder = join(folders.workspaces, buildId);
		const { mtimeMs } = await stat(folder);
		if (mtimeMs >= before || !isBuildOver(db, buildId)) continue;
		await git.removeCheckout({ repositoryId: repositoryOfBuild(db, buildId) ?? "", folder });
		removed++;
	}
	return removed;
}
