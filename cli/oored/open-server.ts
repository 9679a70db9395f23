import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { makeFolderStorage } from "#actors/artifact/folder-storage.ts";
import { type DrainOptions, drain } from "#actors/build/drain.ts";
import { makeCi } from "#actors/ci.ts";
import { makeLogs } from "#actors/log/log-hub.ts";
import { readSecrets } from "#actors/secret/read-secrets.ts";
import type { SecretNames } from "#actors/secret/secrets.ts";
import { readKey } from "#actors/vault/key.ts";
import { vaultOf } from "#actors/vault/vault.ts";
import { hold } from "#db/holder.ts";
import { proveKey } from "#db/key-proof.ts";
import { openDb } from "#db/open.ts";
import { type App, makeServer } from "#http/server.ts";
import { chartOf, machinesOf, noFailpoints, parseFailpoints } from "#runtime/index.ts";
import { makeDigests } from "#runtime/pool.ts";
import type { Assets } from "../assets.ts";
import type { Config } from "./config.ts";
import type { Surroundings } from "./surroundings.ts";

export interface OpenServer {
	readonly url: string;
	/** Stop taking requests, stop the tree in order, let go of the database. */
	close(): Promise<void>;
	/** When it is told to end, in a sentence. */
	readonly whatBecomesOfBuilds: string;
	/** Rejects when the root supervisor gave up. */
	readonly failed: Promise<never>;
}

/** Everything from a configuration to a listening server. What it opened before a fault is closed again. */
export async function openServer(config: Config, assets: Assets, surroundings: Surroundings): Promise<OpenServer> {
	process.umask(0o077);
	const key = config.encryptionKey === undefined ? undefined : readKey(config.encryptionKey);
	mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
	const letGo = hold(config.databasePath);
	const closing: (() => unknown)[] = [letGo];
	const close = async () => {
		for (const step of closing.splice(0).reverse()) await step();
	};
	try {
		const db = openDb({ path: config.databasePath, migrations: assets.migrations });
		closing.push(() => db.close());
		if (key) proveKey(db, key);
		const digests = makeDigests({ worker: assets.digestWorker });
		closing.push(() => digests.close());
		const logs = makeLogs(config.folders.logs, config.maxLogBytes, () => surroundings.clock.now());
		const draining = { interrupt: config.restartRecovery === "fail", timeoutMs: config.shutdownTimeoutMs };
		const failed = Promise.withResolvers<never>();
		failed.promise.catch(() => undefined);
		const vault = key && vaultOf(key, config.gitlabPepper);
		const secrets = (names: SecretNames) => readSecrets(db, vault, names);
		// The port may be chosen by the system: nobody asks before the server listens.
		let listening: AddressInfo | undefined;
		const baseUrl = () => config.baseUrl ?? urlOf(listening ?? { address: config.host, port: config.port });
		const ci = makeCi({
			outside: {
				db,
				folders: config.folders,
				logs,
				...surroundings.doors(logs, secrets),
				secrets,
				storage: makeFolderStorage(config.folders.artifacts, digests),
				vault,
				baseUrl,
				configPrecedence: config.configPrecedence,
				limits: config.limits,
				machine: surroundings.variables,
				retention: config.retention,
				minFreeDiskBytes: config.minFreeDiskBytes,
				allowLocalRepositories: config.allowLocalRepositories,
				githubWebhookSecret: config.githubWebhookSecret,
			},
			maxConcurrentBuilds: config.maxConcurrentBuilds,
			maxBuildsPerRepository: config.maxBuildsPerRepository,
			janitorIntervalMs: config.janitorIntervalMs,
			restartRecovery: config.restartRecovery,
			clock: surroundings.clock,
			failpoints: config.failpoints === undefined ? noFailpoints : parseFailpoints(config.failpoints),
			onFailed: failed.reject,
		});
		closing.push(() => surroundings.end());
		await ci.start();
		closing.push(() => ci.kernel.stop());
		await surroundings.begin(ci);
		const charts = new Map(
			machinesOf(ci.tree).map(({ machine: drawn, shape }) => [drawn.id, chartOf(drawn, shape.version)]),
		);
		const app = await makeServer({
			ci,
			adminToken: config.adminToken,
			baseUrl,
			hasProgram: surroundings.hasProgram,
			version: assets.version,
			logLevel: config.logLevel,
			charts,
			maxStreamsPerAddress: config.maxStreamsPerAddress,
			dashboardOrigin: config.dashboardOrigin,
			dashboard: assets.dashboard,
			demo: config.demo !== undefined,
		});
		closing.push(() => drain(ci.kernel, ci.outside, draining));
		closing.push(() => closeWithin(app, requestsMs));
		await app.listen({ host: config.host, port: config.port });
		listening = app.server.address() as AddressInfo;
		return { url: urlOf(listening), close, failed: failed.promise, whatBecomesOfBuilds: inWords(draining) };
	} catch (error) {
		await close();
		throw error;
	}
}

function inWords({ interrupt, timeoutMs }: DrainOptions): string {
	if (interrupt) return "Running builds are ended as interrupted.";
	const wait = timeoutMs > 0 ? `Running builds may end within ${timeoutMs / 1000} s; after that their` : "Running";
	return `${wait} steps go on by themselves, and the next start takes them up again.`;
}

/** What is being answered may take so long after the server was told to end. */
const requestsMs = 30_000;

async function closeWithin(app: App, limitMs: number): Promise<void> {
	const late = setTimeout(() => app.server.closeAllConnections(), limitMs);
	await app.close();
	clearTimeout(late);
}

/** How this machine reaches itself there. */
function urlOf({ port, address }: Pick<AddressInfo, "port" | "address">): string {
	const host = ["0.0.0.0", "::", "127.0.0.1"].includes(address) ? "localhost" : address;
	return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
