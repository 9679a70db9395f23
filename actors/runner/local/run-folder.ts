import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The files of one run of one script; the folder is 0700 and outside the workspace. */
export interface RunFolder {
	readonly path: string;
	readonly script: string;
	/** Who claimed the run; never removed while the folder lives, so that nobody claims it twice. */
	readonly pid: string;
	readonly exit: string;
	readonly stdout: string;
	readonly stderr: string;
	/** Where in the logs this run's output begins; only there when that is not 0. */
	readonly logStart: string;
}

/** Who may run the script: a process, nobody ever again (0), or one that is about to write its id (undefined). */
export interface Claim {
	readonly pid: number | undefined;
	readonly sinceMs: number;
}

export function runFolder(path: string): RunFolder {
	const file = (name: string) => join(path, name);
	return {
		path,
		script: file("script"),
		pid: file("pid"),
		exit: file("exit"),
		stdout: file("out"),
		stderr: file("err"),
		logStart: file("log-start"),
	};
}

/**
 * The script comes by a rename: a launch that got in between never reads half of it. Synchronous, like all between the
 * look for a claim and the launch: these are a dozen system calls without a wait for the disk, while each turn of a
 * thread costs milliseconds on a machine whose processors are busy building.
 */
export function makeRunFolder(folder: RunFolder, script: string): void {
	mkdirSync(folder.path, { recursive: true, mode: 0o700 });
	const draft = `${folder.script}.${process.pid}`;
	writeFileSync(draft, script.endsWith("\n") ? script : `${script}\n`, { mode: 0o600 });
	renameSync(draft, folder.script);
}

/**
 * The exit code that the wrapper left; undefined while there is none. The file counts only with its newline, so a
 * wrapper killed between creating and writing it cannot be taken for one that ended: as good as a rename, without
 * the process that a rename would cost.
 */
export async function exitCode(folder: RunFolder): Promise<number | undefined> {
	const text = await readIfThere(folder.exit);
	return text?.endsWith("\n") ? Number.parseInt(text, 10) : undefined;
}

/**
 * Undefined when nobody has claimed the run: `stat` knows that even of a server that is out of files. Like the exit
 * code, the process id counts only with its newline.
 */
export function claimOf(folder: RunFolder): Claim | undefined {
	const found = statSync(folder.pid, { throwIfNoEntry: false });
	if (!found) return undefined;
	const text = readFileSync(folder.pid, "utf8");
	return { pid: text.endsWith("\n") ? Number.parseInt(text, 10) : undefined, sinceMs: found.mtimeMs };
}

/** Claim the run for nobody: from now on no launch of it can start the script. Answers false when it was claimed before. */
export async function forbid(folder: RunFolder): Promise<boolean> {
	await mkdir(folder.path, { recursive: true, mode: 0o700 });
	try {
		await writeFile(folder.pid, "0\n", { flag: "wx", mode: 0o600 });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw error;
	}
}

/**
 * Remove the script and its raw output, which may hold what the log must not; for whoever has committed the step's
 * end. The claim and the exit code stay: the run is never started again, and a late reader still learns how it ended.
 */
export async function removeSpool(path: string): Promise<void> {
	const { script, stdout, stderr, logStart } = runFolder(path);
	// The note goes last: a spool without it would be taken to begin at 0.
	for (const file of [script, stdout, stderr, logStart]) await rm(file, { force: true });
}

async function readIfThere(path: string): Promise<string | undefined> {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}
