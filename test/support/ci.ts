import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { makeFolderStorage } from "#actors/artifact/folder-storage.ts";
import { type Ci, makeCi } from "#actors/ci.ts";
import { makeLogs } from "#actors/log/log-hub.ts";
import { makeGit } from "#actors/repository/mirror.ts";
import { makeLocalRunner } from "#actors/runner/local/local-runner.ts";
import { readSecrets } from "#actors/secret/read-secrets.ts";
import type { SecretNames } from "#actors/secret/secrets.ts";
import { vaultOf } from "#actors/vault/vault.ts";
import { openDb } from "#db/open.ts";
import type { Clock, Failpoints } from "#runtime/index.ts";
import { makeDigests } from "#runtime/pool.ts";

export interface TestCi extends Ci {
	/** In order, as a server that is told to end; running steps go on. */
	close(): Promise<void>;
	/** Resolves when the condition holds; looked at after every commit. */
	until(condition: () => boolean): Promise<void>;
}

export interface TestCiOptions {
	readonly maxConcurrentBuilds?: number;
	readonly failpoints?: Failpoints;
	readonly clock?: Clock;
	readonly graceMs?: number;
	readonly migrations?: string;
	/** Of one stream of a step. */
	readonly logLimitBytes?: number;
}

/** The whole CI on real parts in one folder, without HTTP. */
export async function startCi(folder: string, options: TestCiOptions = {}): Promise<TestCi> {
	const under = (name: string) => join(folder, name);
	const folders = {
		mirrors: under("mirrors"),
		workspaces: under("workspaces"),
		runs: under("runs"),
		logs: under("logs"),
		artifacts: under("artifacts"),
	};
	mkdirSync(folder, { recursive: true });
	const db = openDb({
		path: under("oore.db"),
		migrations: options.migrations ?? join(import.meta.dirname, "../../db/migrations"),
	});
	const logs = makeLogs(folders.logs, options.logLimitBytes);
	const digests = makeDigests();
	const vault = vaultOf(Buffer.alloc(32, 7));
	const secrets = (names: SecretNames) => readSecrets(db, vault, names);
	const path = process.env["PATH"] ?? "/usr/bin:/bin";
	const ci = makeCi({
		outside: {
			db,
			folders,
			logs,
			runner: makeLocalRunner(logs, secrets),
			secrets,
			storage: makeFolderStorage(folders.artifacts, digests),
			git: makeGit(folders, { path, home: folder, allowLocal: true }),
			vault,
			baseUrl: () => "http://localhost",
			configPrecedence: "database",
			limits: { buildTimeoutMs: 120_000, stepTimeoutMs: 60_000, graceMs: options.graceMs ?? 500 },
			machine: { PATH: path },
			minFreeDiskBytes: 0,
			retention: {
				logsMs: 1e12,
				artifactsMs: 1e12,
				artifactBuilds: 1e9,
				artifactBytes: 1e15,
				workspacesMs: 1e12,
				payloadsMs: 1e12,
				journalMs: 1e12,
				finishedActorsMs: 1e12,
			},
			allowLocalRepositories: true,
			githubWebhookSecret: undefined,
		},
		maxBuildsPerRepository: 0,
		maxConcurrentBuilds: options.maxConcurrentBuilds ?? 2,
		janitorIntervalMs: 3_600_000,
		restartRecovery: "resume",
		...(options.failpoints && { failpoints: options.failpoints }),
		...(options.clock && { clock: options.clock }),
	});
	await ci.start();
	return {
		...ci,
		async close() {
			await ci.kernel.stop();
			await digests.close();
			db.close();
		},
		async until(condition) {
			if (condition()) return;
			for await (const _ of ci.kernel.feed.read({ after: 0, signal: new AbortController().signal }))
				if (condition()) return;
		},
	};
}
