import { mkdtempSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolderStorage } from "#actors/artifact/folder-storage.ts";
import { machineVariables } from "#actors/build/environment.ts";
import { type Ci, makeCi } from "#actors/ci.ts";
import type { Git, Storage } from "#actors/doors.ts";
import { makeLogs } from "#actors/log/log-hub.ts";
import { makeLocalRunner } from "#actors/runner/local/local-runner.ts";
import { readSecrets } from "#actors/secret/read-secrets.ts";
import type { SecretNames } from "#actors/secret/secrets.ts";
import { newKey, readKey } from "#actors/vault/key.ts";
import { vaultOf } from "#actors/vault/vault.ts";
import { openDb } from "#db/open.ts";
import { type Digests, makeDigests } from "#runtime/pool.ts";
import { ownAssets } from "../assets.ts";

export interface CiHere extends Ci {
	/** Absolute; goes with everything in it. */
	readonly folder: string;
	close(): Promise<void>;
}

const forever = Number.MAX_SAFE_INTEGER;
const minuteMs = 60_000;

/** The CI with its own actors for one build, in a temporary folder: only the checkout is somebody else's. */
export async function openCi(environment: Readonly<Record<string, string | undefined>>): Promise<CiHere> {
	process.umask(0o077);
	const assets = ownAssets();
	const folder = mkdtempSync(join(tmpdir(), "oore-run-"));
	const under = (name: string) => join(folder, name);
	const folders = {
		mirrors: under("mirrors"),
		workspaces: under("workspaces"),
		runs: under("runs"),
		logs: under("logs"),
		artifacts: under("artifacts"),
	};
	const db = openDb({ path: under("oore.db"), migrations: assets.migrations });
	const digests = makeDigests({ worker: assets.digestWorker });
	const logs = makeLogs(folders.logs);
	const vault = vaultOf(readKey(newKey()));
	const secrets = (names: SecretNames) => readSecrets(db, vault, names);
	const ci = makeCi({
		outside: {
			db,
			folders,
			logs,
			runner: makeLocalRunner(logs, secrets),
			secrets,
			storage: inPlace(makeFolderStorage(folders.artifacts, digests), digests),
			git: asItIs,
			vault,
			baseUrl: () => "http://localhost",
			configPrecedence: "repository",
			limits: { buildTimeoutMs: 60 * minuteMs, stepTimeoutMs: 60 * minuteMs, graceMs: 5_000 },
			machine: Object.fromEntries(
				machineVariables.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
			),
			retention: {
				workspacesMs: forever,
				logsMs: forever,
				artifactsMs: forever,
				artifactBuilds: forever,
				artifactBytes: forever,
				payloadsMs: forever,
				journalMs: forever,
				finishedActorsMs: forever,
			},
			minFreeDiskBytes: 0,
			allowLocalRepositories: false,
			githubWebhookSecret: undefined,
		},
		maxConcurrentBuilds: 1,
		maxBuildsPerRepository: 0,
		janitorIntervalMs: 24 * 60 * minuteMs,
		restartRecovery: "fail",
	});
	await ci.start();
	return {
		...ci,
		folder,
		async close() {
			await ci.kernel.stop();
			await digests.close();
			db.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Artifacts stay where the build left them. */
function inPlace(storage: Storage, digests: Digests): Storage {
	const places = new Map<string, string>();
	return {
		...storage,
		async put(key, sourcePath, signal) {
			const { size } = await stat(sourcePath);
			places.set(key, sourcePath);
			return { sizeBytes: size, sha256: await digests.sha256({ path: sourcePath }, signal) };
		},
		locate: async (key) => places.get(key),
	};
}

const none = (): never => {
	throw new Error("There is no mirror here.");
};

/** The checkout as it is, changes and all. */
const asItIs: Git = {
	checkout: async () => undefined,
	removeCheckout: async () => undefined,
	fetch: async () => none(),
	look: async () => none(),
	changedFiles: async () => none(),
	defaultRef: async () => none(),
};
