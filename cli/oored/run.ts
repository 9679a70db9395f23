import type { Assets } from "../assets.ts";
import { type Config, readConfig } from "./config.ts";
import { type OpenServer, openServer } from "./open-server.ts";
import { ensureOwnEnv, ownEnvPath, readOwnEnv } from "./own-env.ts";

export interface Terminal {
	/** One line for people, to stderr. */
	say(line: string): void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the server is told: its own environment first, then the file in its folder, which the first start makes. */
export function configure(environment: Environment, { say }: Terminal): Config {
	const first = readConfig({ ...environment, OORE_FAILPOINTS: undefined, OORE_TEST_CLOCK_OFFSET_SECS: undefined });
	if (
		first.encryptionKey === undefined &&
		first.adminToken === undefined &&
		ensureOwnEnv(first.dataDir, first.databasePath)
	) {
		say(`Made a new encryption key and admin token: ${ownEnvPath(first.dataDir)}`);
	}
	return readConfig({ ...readOwnEnv(first.dataDir), ...environment });
}

/** Run in the foreground until a signal. Answers the exit code. */
export async function run(environment: Environment, assets: Assets, terminal: Terminal): Promise<number> {
	const config = configure(environment, terminal);
	const server = await openServer(config, assets, environment);
	terminal.say(`Oore ${assets.version} listens on ${server.url}`);
	if (config.adminToken === undefined)
		terminal.say("No admin token is set: only this machine is answered. Set OORE_ADMIN_TOKEN to change that.");
	return untilEnd(server, terminal);
}

/** A first signal stops in order, a second at once. */
export async function untilEnd(server: OpenServer, { say }: Terminal): Promise<number> {
	const signalled = Promise.withResolvers<NodeJS.Signals>();
	let signals = 0;
	const onSignal = (signal: NodeJS.Signals) => {
		if (++signals > 1) process.exit(130);
		signalled.resolve(signal);
	};
	process.on("SIGTERM", onSignal);
	process.on("SIGINT", onSignal);
	try {
		const signal = await Promise.race([signalled.promise, server.failed]);
		say(`Stopping (${signal}); once more stops at once. ${server.whatBecomesOfBuilds}`);
		await server.close();
		return 0;
	} catch (error) {
		say(`The supervision tree gave up: ${(error as Error).message}`);
		await server.close();
		return 1;
	} finally {
		process.off("SIGTERM", onSignal);
		process.off("SIGINT", onSignal);
	}
}
