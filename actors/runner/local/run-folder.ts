import { mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The files of one run of one script; the folder is 0700 and outside the workspace. */
export interface RunFolder {
	readonly path: string;
	readonly script: string;
	readonly pid: string;
	readonly exit: string;
	readonly stdout: string;
	readonly stderr: string;
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
	};
}

export async function makeRunFolder(folder: RunFolder, script: string): Promise<void> {
	await mkdir(folder.path, { recursive: true, mode: 0o700 });
	await writeFile(folder.script, script.endsWith("\n") ? script : `${script}\n`, { mode: 0o600 });
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

/** Process id of the wrapper that claimed the run; undefined when nobody has. Zero means that nobody ever may. */
export async function claimedBy(folder: RunFolder): Promise<{ pid: number; sinceMs: number } | undefined> {
	const text = await readIfThere(folder.pid);
	if (!text?.endsWith("\n")) return undefined;
	return { pid: Number.parseInt(text, 10), sinceMs: (await stat(folder.pid)).mtimeMs };
}

/** Claim the run for nobody: from now on no launch of it can start the script. Answers false when it was claimed before. */
export async function forbid(folder: RunFolder): Promise<boolean> {
	await mkdir(folder.path, { recursive: true, mode: 0o700 });
	try {
		const file = await open(folder.pid, "wx", 0o600);
		await file.writeFile("0\n");
		await file.close();
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw error;
	}
}

/** The raw output may hold what the log must not: it goes as soon as the step's end is on disk. */
export async function removeRunFolder(path: string): Promise<void> {
	await rm(path, { recursive: true, force: true });
}

async function readIfThere(path: string): Promise<string | undefined> {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw error;
	}
}
