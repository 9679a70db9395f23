import { machineVariables } from "#actors/build/environment.ts";
import type { Ci } from "#actors/ci.ts";
import type { Doors, Logs } from "#actors/doors.ts";
import { makeGit } from "#actors/repository/mirror.ts";
import { makeLocalRunner } from "#actors/runner/local/local-runner.ts";
import type { SecretNames, Secrets } from "#actors/secret/secrets.ts";
import { type Clock, systemClock } from "#runtime/index.ts";
import { programFinder } from "../find-program.ts";
import type { Config } from "./config.ts";

/** What a server stands in: this machine and its network, or what is made up of them. */
export interface Surroundings {
	readonly clock: Clock;
	/** Variables that every step sees. */
	readonly variables: Readonly<Record<string, string>>;
	readonly hasProgram: (name: string) => boolean;
	doors(logs: Logs, secrets: (names: SecretNames) => Secrets): Pick<Doors, "runner" | "git">;
	/** The actors live, and nobody is answered yet. */
	begin(ci: Ci): Promise<void>;
	/** The actors have stopped. */
	end(): void;
}

/** @param environment what the process was given */
export function thisMachine(config: Config, environment: Readonly<Record<string, string | undefined>>): Surroundings {
	return {
		clock: systemClock(config.clockOffsetMs),
		variables: Object.fromEntries(
			machineVariables.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
		),
		hasProgram: programFinder(environment["PATH"] ?? ""),
		doors: (logs, secrets) => ({
			runner: makeLocalRunner(logs, secrets),
			git: makeGit(config.folders, {
				path: environment["PATH"] ?? "/usr/bin:/bin",
				home: environment["HOME"] ?? config.dataDir,
				sshAuthSock: environment["SSH_AUTH_SOCK"],
				allowLocal: config.allowLocalRepositories,
			}),
		}),
		begin: async () => undefined,
		end: () => undefined,
	};
}
