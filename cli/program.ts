import { type CAC, cac } from "cac";
import { nearest } from "#actors/pipeline/nearest.ts";
import { exitCodes } from "./exit-codes.ts";

/** Where a command's output goes, and what it knows of the terminal. */
export interface Io {
	/** Data. */
	out(text: string): void;
	/** Talk, one line. */
	say(line: string): void;
}

export type Options = Readonly<Record<string, unknown>>;

export interface Command {
	/** One or more words, then arguments as cac writes them: `build show <id>`, `[branch]`. */
	readonly usage: string;
	readonly description: string;
	/** `["--branch <name>", "What it is"]`; negations as `--no-…`. */
	readonly options?: readonly (readonly [flags: string, description: string])[];
	readonly examples?: readonly string[];
	/** Answers the exit code. Values are always text, exactly as typed; a repeated option is a list. */
	readonly run: (args: readonly (string | undefined)[], options: Options) => Promise<number>;
}

export interface Program {
	readonly name: string;
	readonly version: string;
	readonly description: string;
	readonly commands: readonly Command[];
	/** Of every command. */
	readonly options: readonly (readonly [flags: string, description: string])[];
	/** Run when no command is given; the help when absent. */
	readonly fallback?: string;
}

/** The command line is wrong: said on stderr, exit code 2. */
export class UsageError extends Error {}

/**
 * Before a value that looks like a number: cac would make one of it for good, and `0123` or a commit is none. And before
 * a lone `-`, which stands for stdin: cac would take it for an option without a name.
 */
const guard = "\u0001";

/** Parse and run. Never throws for what was typed; what a command throws is the caller's. */
export async function runProgram(program: Program, argv: readonly string[], io: Io): Promise<number> {
	const { words, rest } = splitCommand(program, argv);
	if (words === undefined && (rest.includes("--version") || rest.includes("-v"))) {
		io.out(`${program.version}\n`);
		return exitCodes.ok;
	}
	const command = words === undefined ? undefined : program.commands.find(({ usage }) => nameOf(usage) === words);
	if (rest.includes("--help") || rest.includes("-h") || (words === undefined && rest.length === 0)) {
		io.out(command ? commandHelp(program, command) : programHelp(program));
		return exitCodes.ok;
	}
	if (!command) return unknownCommand(program, rest, io);
	try {
		const { args, options } = parse(program, command, rest);
		return await command.run(args, options);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		io.say(`${error.message}\nSee ${program.name} ${nameOf(command.usage)} --help.`);
		return exitCodes.usage;
	}
}

/** The longest run of leading words that is a command's name. */
function splitCommand(
	program: Program,
	argv: readonly string[],
): { words: string | undefined; rest: readonly string[] } {
	for (let count = Math.min(3, argv.length); count > 0; count--) {
		const words = argv.slice(0, count).join(" ");
		if (program.commands.some(({ usage }) => nameOf(usage) === words)) return { words, rest: argv.slice(count) };
	}
	const onlyFlags = argv.length === 0 || argv[0]?.startsWith("-") === true;
	const asksForHelp = argv.some((word) => ["--help", "-h", "--version", "-v"].includes(word));
	if (onlyFlags && !asksForHelp && program.fallback !== undefined) return { words: program.fallback, rest: argv };
	return { words: undefined, rest: argv };
}

function parse(
	program: Program,
	command: Command,
	rest: readonly string[],
): { args: (string | undefined)[]; options: Options } {
	const cli: CAC = cac(program.name);
	const name = nameOf(command.usage);
	const registered = cli.command(command.usage, command.description);
	for (const [flags, description] of [...(command.options ?? []), ...program.options])
		registered.option(flags, description);
	let given: unknown[] = [];
	registered.action((...values: unknown[]) => {
		given = values;
	});
	const dashes = rest.indexOf("--");
	const before = dashes < 0 ? rest : rest.slice(0, dashes);
	const after = dashes < 0 ? [] : rest.slice(dashes + 1);
	try {
		// Words after `--` are arguments whatever they look like.
		cli.parse(["node", program.name, name, ...before.map(guarded), ...after.map((word) => guard + word)], {
			run: false,
		});
		void cli.runMatchedCommand();
	} catch (error) {
		throw new UsageError(sentence((error as Error).message));
	}
	const options = given.pop() as Record<string, unknown>;
	const flags = [...(command.options ?? []), ...program.options];
	return { args: given.map((value) => unguarded(value) as string | undefined), options: checked(options, flags) };
}

function checked(options: Record<string, unknown>, flags: readonly (readonly [string, string])[]): Options {
	const result: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(options)) {
		if (key === "--") continue;
		const takesValue = flags.some(([flag]) => flag.includes("<") && camelCase(flag) === key);
		if (takesValue && value === true) throw new UsageError(`--${key} needs a value.`);
		result[key] = unguarded(value);
	}
	return result;
}

function camelCase(flags: string): string {
	const long = /--(?:no-)?([a-z0-9-]+)/.exec(flags)?.[1] ?? "";
	return long.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function guarded(word: string): string {
	const split = /^(--?[A-Za-z][\w-]*=)(.*)$/s.exec(word);
	if (split) return `${split[1] ?? ""}${guard}${split[2] ?? ""}`;
	return word === "-" || (word !== "" && !Number.isNaN(Number(word))) ? guard + word : word;
}

function unguarded(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(unguarded);
	return typeof value === "string" && value.startsWith(guard) ? value.slice(guard.length) : value;
}

function unknownCommand(program: Program, rest: readonly string[], io: Io): number {
	const typed = rest
		.filter((word) => !word.startsWith("-"))
		.slice(0, 2)
		.join(" ");
	const names = program.commands.map(({ usage }) => nameOf(usage));
	const meant = nearest(typed, names) ?? names.find((name) => name.startsWith(`${typed} `));
	io.say(
		`There is no command "${typed || rest.join(" ")}".${meant ? ` Did you mean "${program.name} ${meant}"?` : ""} See ${program.name} --help.`,
	);
	return exitCodes.usage;
}

function nameOf(usage: string): string {
	return usage.split(/ [<[]/)[0] ?? usage;
}

function sentence(message: string): string {
	const text = message.replaceAll(guard, "").replaceAll("`", '"');
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}

function programHelp(program: Program): string {
	const rows = program.commands.map(({ usage, description }) => [`${program.name} ${usage}`, description] as const);
	return `${program.description}\n\n${table(rows)}\n\nEvery command:\n${table(program.options)}\n`;
}

function commandHelp(program: Program, command: Command): string {
	const examples = (command.examples ?? []).map((example) => `  ${program.name} ${example}`).join("\n");
	return [
		`${command.description}\n`,
		examples === "" ? "" : `Examples:\n${examples}\n`,
		`Usage: ${program.name} ${command.usage} [options]\n`,
		...(command.options?.length ? [table(command.options), ""] : []),
		`Every command:\n${table(program.options)}\n`,
	]
		.filter((part, index, all) => part !== "" || all[index - 1] !== "")
		.join("\n");
}

function table(rows: readonly (readonly [string, string])[]): string {
	const width = Math.max(0, ...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
