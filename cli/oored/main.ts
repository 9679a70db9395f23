import { ownAssets } from "../assets.ts";
import { exitCodes } from "../exit-codes.ts";
import { runProgram } from "../program.ts";
import { tryIt } from "../try.ts";
import { readConfig } from "./config.ts";
import { pruneByHand } from "./prune.ts";
import { notADemo, run } from "./run.ts";

const assets = ownAssets();
const io = {
	out: (text: string) => void process.stdout.write(text),
	say: (line: string) => void process.stderr.write(`${line}\n`),
};

/** `oored`: the server and what belongs to it. Answers the exit code. */
export async function main(
	argv: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
	try {
		return await runProgram(
			{
				name: "oored",
				version: assets.version,
				description: "The Oore server: builds what is pushed.",
				fallback: "run",
				options: [],
				commands: [
					{
						usage: "run",
						description: "Run the server in the foreground",
						options: [
							["--port <port>", "Port to listen on; goes before OORE_BIND_ADDRESS"],
							["--data-dir <folder>", "Where everything is kept; goes before OORE_DATA_DIR"],
							["--demo", "Show simulated builds, in a folder of their own that is removed at the end"],
						],
						examples: ["run", "run --port 9090 --data-dir /var/lib/oore", "run --demo"],
						run: (_args, options) => run(withFlags(environment, options), assets, io),
					},
					{
						usage: "prune",
						description: "Remove what retention no longer wants; a running server does so every five minutes",
						options: [
							["--dry-run", "Only count it; also while the server runs"],
							["--json", "The counts as JSON"],
							["--data-dir <folder>", "Where everything is kept; goes before OORE_DATA_DIR"],
						],
						examples: ["prune --dry-run"],
						run: (_args, options) => {
							const { dryRun = false, json = false } = options as { dryRun?: boolean; json?: boolean };
							return pruneByHand(notADemo(readConfig(withFlags(environment, options))), assets, { dryRun, json }, io);
						},
					},
					{
						usage: "try",
						description: "Make a sample repository in ./.oore, push to it, and show the build",
						options: [["--once", "Stop when the build is over, with its exit code"]],
						examples: ["try", "try --once"],
						run: (_args, options) => tryIt(environment, assets, io, { once: options["once"] === true }),
					},
				],
			},
			argv,
			io,
		);
	} catch (error) {
		io.say(`oored: ${inWords(error)}`);
		return exitCodes.failed;
	}
}

function withFlags(
	environment: Readonly<Record<string, string | undefined>>,
	options: Readonly<Record<string, unknown>>,
) {
	const { port, dataDir, demo } = options as { port?: string; dataDir?: string; demo?: boolean };
	const host = environment["OORE_BIND_ADDRESS"]?.replace(/:\d+$/, "") ?? "0.0.0.0";
	return {
		...environment,
		...(port !== undefined && { OORE_BIND_ADDRESS: `${host}:${port}` }),
		...(dataDir !== undefined && { OORE_DATA_DIR: dataDir }),
		...(demo === true && { OORE_DEMO_MODE: "true" }),
	};
}

/** Faults of the machine in words; anything else with its stack, because it is a bug. */
function inWords(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { code, path, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
	switch (code) {
		case "EADDRINUSE":
			return `Port ${port} is taken by another program. Stop that one, or choose another port with --port or OORE_BIND_ADDRESS.`;
		case "EADDRNOTAVAIL":
			return `This machine has no address ${address}. Change OORE_BIND_ADDRESS.`;
		case "EACCES":
		case "EPERM":
		case "EROFS":
			return path === undefined
				? `${error.message}. This user may not do that.`
				: `${path} is not writable for this user. Change its owner, or choose another folder with --data-dir or OORE_DATA_DIR.`;
		case "ENOSPC":
			return `The disk is full${path ? ` at ${path}` : ""}. Oore needs at least 100 MB for its database.`;
		default:
			return typeof code === "string" ? error.message : (error.stack ?? error.message);
	}
}
