import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { ScriptEnding, ScriptOrder } from "../../doors.ts";
import type { RunFolder } from "./run-folder.ts";

/** The wrapper's answer when another launch had claimed the run before. */
const claimedElsewhere = 75;

/**
 * What the detached shell runs: claim the run (`set -C` makes `>` fail on an existing file, so a script can never be
 * started twice, wherever a server was killed), run the script in a subshell so that its `exit` and traps stay
 * inside, and leave the exit code. Builtins only: a fork is cheaper than another program.
 */
const wrapper = `set -C; { echo $$ >"$1/pid"; } 2>/dev/null || exit ${claimedElsewhere}; set +C
(set -e; oore_run=$1; shift; . "$oore_run/script"); echo $? >"$1/exit"`;

/** A process that was started, and how it ended as seen by its parent. */
export interface Launched {
	/** Undefined when another launch holds the claim. */
	readonly ending: Promise<ScriptEnding | undefined>;
}

/** Start the script in a process group of its own that outlives this process; output goes straight to the spool. */
export function launch(folder: RunFolder, order: ScriptOrder): Launched {
	let stdout: number | undefined;
	let stderr: number | undefined;
	try {
		stdout = openSync(folder.stdout, "a", 0o600);
		stderr = openSync(folder.stderr, "a", 0o600);
		const child = spawn("/bin/sh", ["-c", wrapper, order.title, folder.path], {
			argv0: order.title,
			cwd: order.cwd,
			env: order.env,
			detached: true,
			stdio: ["ignore", stdout, stderr],
		});
		child.unref();
		return { ending: endingOf(child, order) };
	} catch (error) {
		return { ending: Promise.resolve(unstartable(error as NodeJS.ErrnoException, order)) };
	} finally {
		if (stdout !== undefined) closeSync(stdout);
		if (stderr !== undefined) closeSync(stderr);
	}
}

function endingOf(child: ChildProcess, order: ScriptOrder): Promise<ScriptEnding | undefined> {
	return new Promise((resolve) => {
		child.once("error", (error) => resolve(unstartable(error, order)));
		child.once("exit", (code, signal) => {
			if (signal) resolve({ kind: "signalled", signal });
			else resolve(code === claimedElsewhere ? undefined : { kind: "exited", code: code ?? 0 });
		});
	});
}

/** ENOENT is the folder's, not the shell's: /bin/sh is everywhere. */
function unstartable(error: NodeJS.ErrnoException, order: ScriptOrder): ScriptEnding {
	const reason =
		error.code === "ENOENT"
			? `the folder ${order.cwd} does not exist (ENOENT)`
			: `${error.code ?? error.name}: ${error.message}`;
	return { kind: "unstartable", reason };
}
