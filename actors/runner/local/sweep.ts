import { setTimeout as wait } from "node:timers/promises";
import { carrying } from "./process-table.ts";

/** New processes may be forked while others are killed; a process that the kernel cannot end is given up on. */
const rounds = 100;
const longestPauseMs = 50;

/**
 * Kill every process that carries the cookie, wherever it went: a `setsid` grandchild leaves the group, but not its
 * environment. Resolves when none is left; answers how many there were.
 */
export async function sweep(cookie: string): Promise<number> {
	const killed = new Set<number>();
	let quiet = 0;
	// One look may miss a process that forked and ended while the list was read: twice nothing is nothing.
	for (let round = 0; round < rounds && quiet < 2; round++) {
		const found = await carrying(cookie);
		quiet = found.length === 0 ? quiet + 1 : 0;
		if (quiet > 0) continue;
		for (const { pid } of found) {
			killed.add(pid);
			kill(pid);
		}
		await wait(Math.min(2 ** round, longestPauseMs));
	}
	return killed.size;
}

/** It may be gone already, or have become another user's. */
function kill(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch (error) {
		if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
	}
}
