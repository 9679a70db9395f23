import { tmpdir } from "node:os";
import { makeSimulation } from "#actors/simulated/simulation.ts";
import { newKey } from "#actors/vault/key.ts";
import type { Assets } from "../assets.ts";
import { type Config, readConfig } from "./config.ts";
import { makeDemoFolder, removeDeadDemos } from "./demo-folder.ts";
import { openServer } from "./open-server.ts";
import { readOwnEnv } from "./own-env.ts";
import type { Surroundings } from "./surroundings.ts";
import { type Terminal, untilEnd } from "./until-end.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** All that a demo is told by its surroundings: no place, no key and no secret of what is real. */
const asked = [
	...["OORE_DEMO_MODE", "OORE_DEMO_SCENARIO", "OORE_BIND_ADDRESS", "OORE_BASE_URL", "BASE_URL", "OORE_LOG_LEVEL"],
	...["OORE_MAX_STREAMS_PER_ADDRESS", "OORE_TEST_MODE", "OORE_TEST_CLOCK_SPEED"],
];

/** Of its own: short limits for what hangs, and little kept, since it goes on and on. */
const own = {
	OORE_MAX_CONCURRENT_BUILDS: "3",
	OORE_MAX_STEP_DURATION_SECS: "300",
	OORE_MIN_FREE_DISK_MB: "0",
	OORE_CLEANUP_INTERVAL_SECS: "21600",
	OORE_WORKSPACE_RETENTION_HOURS: "2",
	OORE_ARTIFACT_RETENTION_BUILDS: "20",
};

/**
 * What a demo is told; undefined where none is asked for. The token is the process's only. The file in the data folder
 * is looked into only where the process says nothing.
 */
export function demoEnvironment(environment: Environment): Environment | undefined {
	const { OORE_DEMO_MODE: mode, OORE_DATA_DIR: dataDir, OORE_ADMIN_TOKEN: token } = environment;
	const file = mode === undefined ? readOwnEnv(readConfig({ OORE_DATA_DIR: dataDir }).dataDir) : {};
	const given: Environment = { ...file, ...environment };
	if (!["1", "true"].includes(given["OORE_DEMO_MODE"] ?? "")) return undefined;
	return { ...Object.fromEntries(asked.map((name) => [name, given[name]])), OORE_ADMIN_TOKEN: token };
}

/** Run a demo in the foreground until a signal, in a folder that goes with it. Answers the exit code. */
export async function runDemo(environment: Environment, assets: Assets, terminal: Terminal): Promise<number> {
	const settings = { ...environment, ...own, OORE_ENCRYPTION_KEY: newKey() };
	const dead = removeDeadDemos(tmpdir());
	if (dead > 0) terminal.say(`Removed what ${dead === 1 ? "a demo" : `${dead} demos`} left behind when killed.`);
	const { path: folder, remove } = makeDemoFolder(tmpdir());
	const stopListening = removeWhateverComes(remove);
	try {
		const config = readConfig({ ...settings, OORE_DATA_DIR: folder });
		terminal.say(
			`Demo mode (${config.demo}): builds, providers and deliveries are simulated. Everything is kept in ${folder}, which is removed at the end.`,
		);
		const server = await openServer(config, assets, simulated(config, terminal));
		terminal.say(`Oore ${assets.version} listens on ${server.url}`);
		if (config.adminToken === undefined) terminal.say("No admin token is set: only this machine is answered.");
		const end = untilEnd({ ...server, whatBecomesOfBuilds: "Everything of the demo is removed." }, terminal);
		stopListening();
		return await end;
	} finally {
		stopListening();
		remove();
		process.off("exit", remove);
	}
}

/** Also before the server runs, at a second signal, and when the terminal is closed. Answers how to leave the rest to others. */
function removeWhateverComes(remove: () => void): () => void {
	const exit = () => process.exit(130);
	process.once("exit", remove);
	for (const signal of ["SIGHUP", "SIGTERM", "SIGINT"]) process.on(signal, exit);
	return () => {
		for (const signal of ["SIGTERM", "SIGINT"]) process.off(signal, exit);
	};
}

function simulated({ demo = "default", clockSpeed }: Config, { say }: Terminal): Surroundings {
	const simulation = makeSimulation({
		scenario: demo,
		nowMs: Date.now(),
		speed: clockSpeed,
		onFault: (error) => say(`The simulation failed at something: ${(error as Error).stack}`),
	});
	return {
		...simulation,
		variables: { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: "/home/oore", LANG: "C.UTF-8" },
		hasProgram: () => true,
		async begin(ci) {
			// Nothing of it outlives the process: no commit need reach the disk.
			ci.outside.db.sqlite.pragma("synchronous = OFF");
			await simulation.begin(ci);
		},
	};
}
