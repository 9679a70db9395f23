import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Context } from "./context.ts";
import { NotFound } from "./not-found.ts";

/** A shell in a folder of this machine, with the environment of a build's steps; answers its exit code. */
export async function openShell(
	context: Context,
	folder: string,
	environment: Readonly<Record<string, string>>,
	command: string | undefined,
): Promise<number> {
	if (!existsSync(folder))
		throw new NotFound(`The workspace ${folder} is not on this machine: run this where the server runs, as its user.`);
	const shell = context.environment["SHELL"] ?? "/bin/sh";
	if (command === undefined) context.io.say(`A shell in ${folder}. It is the kept workspace itself; exit ends it.`);
	const terminal = { TERM: context.environment["TERM"] ?? "dumb" };
	const child = spawn(shell, command === undefined ? [] : ["-c", command], {
		cwd: folder,
		env: { ...environment, ...terminal },
		stdio: "inherit",
	});
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code, signal) => resolve(signal ? 1 : (code ?? 0)));
	});
}
