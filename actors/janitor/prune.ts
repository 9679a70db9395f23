import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isBuildOver, repositoryOfBuild } from "#db/queries/builds.ts";
import {
	countOf,
	endedBefore,
	noteArtifactRemoved,
	oldActors,
	oldArtifacts,
	oldJournal,
	oldPayloads,
	oldSecrets,
	oldSessions,
	type Rule,
	removeOf,
} from "#db/queries/retention.ts";
import type { Outside } from "../outside.ts";
import type { Pruned } from "./janitor.machine.ts";

/** What of the outside retention touches. */
export type PruneOutside = Pick<Outside, "db" | "retention" | "now" | "folders" | "git" | "storage">;

/** Effect: one round of the janitor. Delivery ids stay for ever, so that a late replay still changes nothing. */
export function prune(outside: PruneOutside) {
	return (_input: Record<string, never>, { signal }: { signal: AbortSignal }): Promise<Pruned> =>
		pruneOnce(outside, { dryRun: false }, signal);
}

/** @param options.dryRun only count what would be removed */
export async function pruneOnce(
	outside: PruneOutside,
	options: { readonly dryRun: boolean },
	signal: AbortSignal,
): Promise<Pruned> {
	const { db, retention } = outside;
	const now = outside.now();
	const rows = (rule: Rule) => (options.dryRun ? countOf(db, rule) : removeOf(db, rule));
	return {
		workspaces: await pruneWorkspaces(outside, now - retention.workspacesMs, options, signal),
		logs: await pruneLogs(outside, now - retention.logsMs, options, signal),
		artifacts: await pruneArtifacts(outside, now, options, signal),
		payloads: rows(oldPayloads(now - retention.payloadsMs)),
		sessions: rows(oldSessions(now)),
		replacedSecrets: rows(oldSecrets(now - retention.workspacesMs)),
		journalEntries: rows(oldJournal(now - retention.journalMs)),
		finishedActors: rows(oldActors(now - retention.finishedActorsMs)),
	};
}

type Options = { readonly dryRun: boolean };

/** Only of builds that are over: a build may wait or run for longer than retention. */
async function pruneWorkspaces(
	{ db, folders, git }: PruneOutside,
	before: number,
	{ dryRun }: Options,
	signal: AbortSignal,
): Promise<number> {
	let removed = 0;
	for (const buildId of await readdir(folders.workspaces)) {
		signal.throwIfAborted();
		const folder = join(folders.workspaces, buildId);
		const { mtimeMs } = await stat(folder);
		if (mtimeMs >= before || !isBuildOver(db, buildId)) continue;
		if (!dryRun) await git.removeCheckout({ repositoryId: repositoryOfBuild(db, buildId) ?? "", folder });
		removed++;
	}
	return removed;
}

/** Answers how many builds lost theirs. */
async function pruneLogs(
	{ db, folders }: PruneOutside,
	before: number,
	{ dryRun }: Options,
	signal: AbortSignal,
): Promise<number> {
	const old = endedBefore(db, await readdir(folders.logs), before);
	for (const buildId of dryRun ? [] : old) {
		signal.throwIfAborted();
		await rm(join(folders.logs, buildId), { recursive: true, force: true });
	}
	return old.length;
}

async function pruneArtifacts(
	{ db, storage, retention }: PruneOutside,
	now: number,
	{ dryRun }: Options,
	signal: AbortSignal,
): Promise<number> {
	const { artifactsMs, artifactBuilds: builds, artifactBytes: bytes } = retention;
	const old = oldArtifacts(db, { before: now - artifactsMs, builds, bytes });
	for (const { id, storageKey } of dryRun ? [] : old) {
		signal.throwIfAborted();
		await storage.remove(storageKey);
		noteArtifactRemoved(db, id, now);
	}
	return old.length;
}
