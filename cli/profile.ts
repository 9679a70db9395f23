import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ProfileFile, parseProfiles, writeProfiles } from "./profile-file.ts";
import type { Options } from "./program.ts";
import { UsageError } from "./program.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Which server is meant, and what said so. */
export interface Target {
	readonly server: string;
	readonly serverFrom: string;
	readonly token: string | undefined;
	readonly tokenFrom: string;
	readonly profile: string;
}

export interface Profiles {
	readonly path: string;
	readonly exists: boolean;
	readonly file: ProfileFile;
	save(file: ProfileFile): void;
	/** A flag goes before the environment, that before the profile, that before the default. @throws UsageError for a profile that is not there */
	target(options: Options): Target;
}

export const defaultServer = "http://localhost:8080";

export function openProfiles(environment: Environment): Profiles {
	const path = environment["OORE_CONFIG"] ?? join(environment["HOME"] ?? ".", ".oore", "config.huml");
	const exists = existsSync(path);
	const file = exists ? parseProfiles(readFileSync(path, "utf8"), path) : { default: "default", profiles: {} };
	return {
		path,
		exists,
		file,
		save(next) {
			mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
			writeFileSync(path, writeProfiles(next), { mode: 0o600 });
			chmodSync(path, 0o600);
		},
		target: (options) => targetOf(file, path, options, environment),
	};
}

function targetOf(file: ProfileFile, path: string, options: Options, environment: Environment): Target {
	const asked = (options["profile"] as string | undefined) ?? environment["OORE_PROFILE"];
	const profile = asked ?? file.default;
	const known = Object.hasOwn(file.profiles, profile) ? file.profiles[profile] : undefined;
	if (asked !== undefined && !known) {
		const names = Object.keys(file.profiles);
		throw new UsageError(
			`There is no profile "${asked}" in ${path}. ${names.length > 0 ? `There are: ${names.join(", ")}.` : "Make one with oore config init."}`,
		);
	}
	const first = (...candidates: [value: unknown, from: string][]): [string | undefined, string] => {
		const found = candidates.find(([value]) => typeof value === "string" && value !== "");
		return found ? [found[0] as string, found[1]] : [undefined, "not set"];
	};
	const [server, serverFrom] = first(
		[options["server"], "--server"],
		[environment["OORE_SERVER"], "OORE_SERVER"],
		[known?.server, `profile ${profile}`],
		[defaultServer, "default"],
	);
	const [token, tokenFrom] = first(
		[options["token"], "--token"],
		[options["adminToken"], "--admin-token"],
		[environment["OORE_TOKEN"], "OORE_TOKEN"],
		[environment["OORE_ADMIN_TOKEN"], "OORE_ADMIN_TOKEN"],
		[known?.token, `profile ${profile}`],
	);
	return { server: server ?? defaultServer, serverFrom, token, tokenFrom, profile };
}
