import type { Assets } from "../assets.ts";
import { type Config, ConfigInvalid, readConfig } from "./config.ts";
import { demoEnvironment, runDemo } from "./demo.ts";
import { openServer } from "./open-server.ts";
import { ensureOwnEnv, ownEnvPath, readOwnEnv } from "./own-env.ts";
import { thisMachine } from "./surroundings.ts";
import { type Terminal, untilEnd } from "./until-end.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the server is told: its own environment first, then the file in its folder, which the first start makes. */
export function configure(environment: Environment, { say }: Terminal): Config {
	const forTests = {
		OORE_FAILPOINTS: undefined,
		OORE_TEST_CLOCK_OFFSET_SECS: undefined,
		OORE_TEST_CLOCK_SPEED: undefined,
	};
	const first = notADemo(readConfig({ ...environment, ...forTests }));
	if (
		first.encryptionKey === undefined &&
		first.adminToken === undefined &&
		ensureOwnEnv(first.dataDir, first.databasePath)
	) {
		say(`Made a new encryption key and admin token: ${ownEnvPath(first.dataDir)}`);
	}
	return notADemo(readConfig({ ...readOwnEnv(first.dataDir), ...environment }));
}

/** What would build for real, or touch what is real, is not done where a demo is asked for. @throws ConfigInvalid */
export function notADemo(config: Config): Config {
	if (config.demo === undefined) return config;
	throw new ConfigInvalid(["OORE_DEMO_MODE is for `oored run` only: this command is about real data. Unset it."]);
}

/** Run in the foreground until a signal. Answers the exit code. */
export async function run(environment: Environment, assets: Assets, terminal: Terminal): Promise<number> {
	const simulated = demoEnvironment(environment);
	if (simulated) return runDemo(simulated, assets, terminal);
	const config = configure(environment, terminal);
	const server = await openServer(config, assets, thisMachine(config, environment));
	terminal.say(`Oore ${assets.version} listens on ${server.url}`);
	if (config.adminToken === undefined)
		terminal.say("No admin token is set: only this machine is answered. Set OORE_ADMIN_TOKEN to change that.");
	return untilEnd(server, terminal);
}
