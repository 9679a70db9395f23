import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { ApiError, makeClient, Unreachable } from "#http/contract/client.ts";
import { ownVersion } from "./assets.ts";
import { artifactCommands } from "./commands/artifacts.ts";
import { buildCommands } from "./commands/build.ts";
import { configCommands } from "./commands/config.ts";
import { health, versionCommand } from "./commands/health.ts";
import { logsCommand } from "./commands/logs.ts";
import { pipelineCommands } from "./commands/pipeline.ts";
import { repoCommands } from "./commands/repo.ts";
import { runCommand } from "./commands/run.ts";
import { secretCommands } from "./commands/secret.ts";
import { webhookCommands } from "./commands/webhook.ts";
import type { CommandSpec, Context } from "./context.ts";
import { type ExitCode, exitCodes, exitCodesInWords } from "./exit-codes.ts";
import { NotFound } from "./not-found.ts";
import { styleOf } from "./output/style.ts";
import { sheet } from "./output/table.ts";
import { openProfiles } from "./profile.ts";
import { type Options, runProgram, UsageError } from "./program.ts";

/** The process's own, so that tests can give others. */
export interface Process {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly stdin: NodeJS.ReadableStream & { isTTY?: boolean };
	readonly stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
	readonly stderr: NodeJS.WritableStream;
	/** Aborted by Ctrl-C. */
	readonly signal: AbortSignal;
}

const globalOptions = [
	["--server <url>", "Which server; else OORE_SERVER, the profile, http://localhost:8080"],
	["--token <token>", "Admin token; else OORE_TOKEN, the profile"],
	["--admin-token <token>", "The same as --token"],
	["--profile <name>", "Which profile of the configuration file"],
	["--json", "JSON on stdout, as the API gives it"],
	["--color", "Colours even where stdout is no terminal; --no-color for none"],
] as const;

/** `oore`: talks to a server over HTTP, nothing else. Answers the exit code. */
export async function main(argv: readonly string[], its: Process): Promise<number> {
	const io = {
		out: (text: string) => void its.stdout.write(text),
		say: (line: string) => void its.stderr.write(`${line}\n`),
	};
	const specs = [
		health,
		versionCommand(ownVersion()),
		...configCommands,
		...repoCommands,
		...buildCommands,
		logsCommand,
		...artifactCommands,
		...webhookCommands,
		runCommand,
		...pipelineCommands,
		...secretCommands,
		helpExitCodes,
	];
	let context: Context | undefined;
	const commands = specs.map((spec) => ({
		...spec,
		run: (args: readonly (string | undefined)[], options: Options) => {
			context = contextOf(its, io, options);
			return spec.run(context, args, options);
		},
	}));
	try {
		return await runProgram(
			{
				name: "oore",
				version: ownVersion(),
				description: "The command line of Oore.",
				commands,
				options: globalOptions,
			},
			argv,
			io,
		);
	} catch (error) {
		return explain(error, its, io, context);
	}
}

function explain(
	error: unknown,
	its: Process,
	io: { say(line: string): void },
	context: Context | undefined,
): ExitCode {
	if (its.signal.aborted) return exitCodes.interrupted;
	if (error instanceof UsageError) return said(io, error.message, exitCodes.usage);
	if (error instanceof NotFound) return said(io, error.message, exitCodes.notFound);
	if (error instanceof Unreachable) return said(io, error.message, exitCodes.unreachable);
	if (error instanceof ApiError) {
		if (context?.json) return said(io, JSON.stringify(error.problem), exitOf(error));
		const help =
			error.status === 401
				? " Give the token with --token or OORE_TOKEN, or keep it with oore config set --token."
				: "";
		const wait = error.retryAfter === undefined ? "" : ` Try again in ${error.retryAfter} s.`;
		const id = error.status >= 500 ? ` (request ${error.problem.request_id})` : "";
		return said(io, `${error.message}${help}${wait}${id}`, exitOf(error));
	}
	return said(io, error instanceof Error ? error.message : String(error), exitCodes.failed);
}

function exitOf({ status }: ApiError): ExitCode {
	if (status === 401 || status === 403) return exitCodes.notAllowed;
	if (status === 404 || status === 410) return exitCodes.notFound;
	return status === 400 ? exitCodes.usage : exitCodes.failed;
}

function said(io: { say(line: string): void }, line: string, code: ExitCode): ExitCode {
	io.say(line);
	return code;
}

function contextOf(its: Process, io: Context["io"], options: Options): Context {
	const profiles = openProfiles(its.environment);
	const colour = options["color"] as boolean | undefined;
	return {
		io,
		style: styleOf(its.environment, its.stdout, colour),
		json: options["json"] === true,
		now: () => Date.now(),
		client: () => makeClient(profiles.target(options)),
		profiles,
		signal: its.signal,
		ask: (question, { hidden = false } = {}) => ask(its, question, hidden),
		readStdin: async () => Buffer.concat(await Array.fromAsync(its.stdin as AsyncIterable<Buffer>)).toString("utf8"),
		environment: its.environment,
		write: (bytes, to = "stdout") =>
			new Promise((resolve) => (its[to].write(bytes) ? resolve() : its[to].once("drain", resolve))),
	};
}

async function ask(its: Process, question: string, hidden: boolean): Promise<string | undefined> {
	if (!its.stdin.isTTY) return undefined;
	// Readline shows what is typed by writing it to its output: a hidden answer gets one that shows nothing.
	const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
	if (hidden) its.stderr.write(question);
	const terminal = createInterface({ input: its.stdin, output: hidden ? nowhere : its.stderr, terminal: true });
	try {
		return (await terminal.question(hidden ? "" : question)).trim();
	} finally {
		terminal.close();
		if (hidden) its.stderr.write("\n");
	}
}

const helpExitCodes: CommandSpec = {
	usage: "help exit-codes",
	description: "What the exit codes mean",
	async run(context) {
		const rows = Object.entries(exitCodes).map(
			([name, code]) => [String(code), exitCodesInWords[name as keyof typeof exitCodes]] as const,
		);
		context.io.out(context.json ? `${JSON.stringify(Object.fromEntries(rows))}\n` : sheet(context.style, rows));
		return exitCodes.ok;
	},
};
