import { readFileSync } from "node:fs";
import type { Context } from "./context.ts";
import { UsageError } from "./program.ts";

/**
 * A secret given as `@env:NAME`, `@file:path`, `-` for stdin, on a terminal asked for, or plainly, which a list of
 * processes shows: said.
 */
export async function secretInput(context: Context, flag: string, given: string): Promise<string> {
	if (given === "-")
		return (
			(await context.ask(`${flag.slice(2)}: `, { hidden: true })) ?? (await context.readStdin()).replace(/\r?\n$/, "")
		);
	if (given.startsWith("@env:")) {
		const value = context.environment[given.slice(5)];
		if (value === undefined) throw new UsageError(`${flag}: the variable ${given.slice(5)} is not set.`);
		return value;
	}
	if (given.startsWith("@file:")) {
		try {
			return readFileSync(given.slice(6), "utf8").replace(/\r?\n$/, "");
		} catch {
			throw new UsageError(`${flag}: the file ${given.slice(6)} cannot be read.`);
		}
	}
	context.io.say(
		`Warning: ${flag} on the command line can be seen by others on this machine. Use @env:NAME, @file:path or - instead.`,
	);
	return given;
}
