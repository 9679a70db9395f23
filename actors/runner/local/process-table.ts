import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Processes of this user that carry `NAME=value` in their environment, this one excepted. */
export async function carrying(cookie: string): Promise<number[]> {
	const pids = process.platform === "linux" ? await fromProc(cookie) : await fromPs(cookie);
	return pids.filter((pid) => pid !== process.pid);
}

/** True while the process is there and carries the cookie: a reused process id does not. */
export async function carries(pid: number, cookie: string): Promise<boolean> {
	if (process.platform !== "linux") return (await fromPs(cookie)).includes(pid);
	return hasEntry(pid, cookie);
}

export function isAlive(target: number): boolean {
	try {
		process.kill(target, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

async function fromProc(cookie: string): Promise<number[]> {
	const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
	const found = await Promise.all(pids.map(async (pid) => ((await hasEntry(pid, cookie)) ? pid : 0)));
	return found.filter((pid) => pid > 0);
}

/** A process that ended meanwhile, a zombie, or another user's has nothing to read. */
async function hasEntry(pid: number, cookie: string): Promise<boolean> {
	const environ = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
	return environ.split("\0").includes(cookie);
}

/** macOS shows the environment of one's own processes after their arguments. */
async function fromPs(cookie: string): Promise<number[]> {
	const { stdout } = await run("ps", ["-xEww", "-o", "pid=,command="], { maxBuffer: 64 * 1024 * 1024 });
	return stdout
		.split("\n")
		.filter((line) => line.split(" ").includes(cookie))
		.map((line) => Number.parseInt(line, 10));
}
