import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Carrier } from "./process-table.ts";

const run = promisify(execFile);

/** macOS: `ps -E` shows the environment after the arguments, of one's own processes only. */
export async function carryingByPs(cookie: string): Promise<Carrier[]> {
	const { stdout } = await run("ps", ["-axEww", "-o", "pid=,pgid=,command="], { maxBuffer: 64 * 1024 * 1024 });
	return readCarriers(stdout, cookie);
}

/** Lines of `ps`: process id, group, then arguments and environment, separated by spaces. */
export function readCarriers(listing: string, cookie: string): Carrier[] {
	return listing
		.split("\n")
		.map((line) => line.trim().split(/\s+/))
		.filter((words) => words.includes(cookie, 2))
		.map(([pid, group]) => ({ pid: Number(pid), group: Number(group) }));
}
