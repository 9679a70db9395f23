import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import type { ScriptEnding, ScriptOrder } from "../../doors.ts";
import { readExported } from "../../step/exported-env.ts";
import { readLimited } from "./read-limited.ts";
import { claimOf, type RunFolder } from "./run-folder.ts";
import { unstartable } from "./unstartable.ts";
import { interpreterOf, notClaimed, oneLine, wrapperOf } from "./wrapper.ts";

/**
 * Start the script in a process group of its own that outlives this process; its output goes straight to the spool,
 * so no server stands in its way. Resolves with the ending as its parent sees it, or with undefined when another
 * launch holds the run; never rejects.
 */
export async function launch(folder: RunFolder, order: ScriptOrder): Promise<ScriptEnding | undefined> {
	try {
		return await endingOf(start(folder, order), folder);
	} catch (error) {
		return unstartable(error as NodeJS.ErrnoException, order.cwd);
	}
}

/** Some failures are thrown (E2BIG, EMFILE of the spool), others told by an event (ENOENT, EMFILE of the fork). */
function start(folder: RunFolder, order: ScriptOrder): ChildProcess {
	const spool: number[] = [];
	try {
		for (const path of [folder.stdout, folder.stderr]) spool.push(openSync(path, "a", 0o600));
		const { variables, problems } = readExported(readLimited(order.exported));
		for (const problem of problems) writeSync(spool[1] as number, `Warning: ${problem}\n`);
		const wrapper = wrapperOf(folder, order.title, interpreterOf(order.script));
		return spawn("/bin/sh", ["-c", wrapper, oneLine(order.title)], {
			cwd: order.cwd,
			env: withExported(order, variables),
			detached: true,
			stdio: ["ignore", ...spool],
		});
	} finally {
		for (const fd of spool) closeSync(fd);
	}
}

/** What earlier steps exported, but not over what tells whose process it is and where the next export goes. */
function withExported(
	{ env, cookie }: ScriptOrder,
	exported: Readonly<Record<string, string>>,
): Record<string, string> {
	return { ...env, ...exported, ...pick(env, ["CM_ENV", "FCI_ENV", cookie.slice(0, cookie.indexOf("="))]) };
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
	return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}

function endingOf(child: ChildProcess, folder: RunFolder): Promise<ScriptEnding | undefined> {
	child.unref();
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code, signal) => {
			if (signal) resolve({ kind: "signalled", signal });
			else if (code === notClaimed) resolve(whenNotClaimed(child, folder));
			else resolve({ kind: "exited", code: code ?? 0 });
		});
	});
}

/** Either the script itself ended with that code, or another launch was first, or the claim could not be written. */
function whenNotClaimed(child: ChildProcess, folder: RunFolder): ScriptEnding | undefined {
	const claim = claimOf(folder);
	if (!claim) return { kind: "unstartable", reason: `the run could not be claimed in ${folder.path}` };
	return claim.pid === child.pid ? { kind: "exited", code: notClaimed } : undefined;
}
