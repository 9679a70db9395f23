import { existsSync } from "node:fs";
import { makeFolderStorage } from "#actors/artifact/folder-storage.ts";
import type { Pruned } from "#actors/janitor/janitor.machine.ts";
import { pruneOnce } from "#actors/janitor/prune.ts";
import { makeGit } from "#actors/repository/mirror.ts";
import { hold } from "#db/holder.ts";
import { openDb } from "#db/open.ts";
import { makeDigests } from "#runtime/pool.ts";
import type { Assets } from "../assets.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Config } from "./config.ts";

const words: Readonly<Record<keyof Pruned, string>> = {
	workspaces: "workspaces",
	logs: "builds' logs",
	artifacts: "artifacts",
	payloads: "payloads of deliveries",
	sessions: "logins that ended",
	replacedSecrets: "secrets that were replaced or removed",
	journalEntries: "journal entries",
	finishedActors: "snapshots of actors that ended",
};

export interface PruneOptions {
	readonly dryRun: boolean;
	readonly json: boolean;
}

/** What retention no longer wants, removed by hand while no server runs; with `dryRun` only counted, at any time. */
export async function pruneByHand(
	config: Config,
	assets: Assets,
	{ dryRun, json }: PruneOptions,
	io: { out(text: string): void; say(line: string): void },
): Promise<number> {
	if (!existsSync(config.databasePath)) {
		io.say(`There is no database ${config.databasePath}: nothing to remove.`);
		return exitCodes.ok;
	}
	// A running server does this by itself; two at once would be in each other's way.
	const letGo = dryRun ? () => undefined : hold(config.databasePath);
	const db = openDb({ path: config.databasePath, migrations: assets.migrations });
	const digests = makeDigests({ worker: assets.digestWorker });
	try {
		const outside = {
			db,
			retention: config.retention,
			now: () => Date.now(),
			folders: config.folders,
			git: makeGit(config.folders, { path: "", home: "", allowLocal: false }),
			storage: makeFolderStorage(config.folders.artifacts, digests),
		};
		const pruned = await pruneOnce(outside, { dryRun }, new AbortController().signal);
		if (json) io.out(`${JSON.stringify(pruned, null, 2)}\n`);
		else
			for (const [key, word] of Object.entries(words))
				io.out(`${dryRun ? "would remove" : "removed"} ${pruned[key as keyof Pruned]} ${word}\n`);
		return exitCodes.ok;
	} finally {
		await digests.close();
		db.close();
		letGo();
	}
}
