import { carrying } from "./process-table.ts";

/** New processes may be forked while others are killed; a fork bomb is given up on. */
const rounds = 20;

/**
 * Kill every process that carries the cookie, wherever it went: a `setsid` grandchild leaves the group, but not its
 * environment. Answers how many were found.
 */
export async function sweep(cookie: string): Promise<number> {
	const killed = new Set<number>();
	for (let round = 0; round < rounds; round++) {
		const found = await carrying(cookie);
		if (found.length === 0) break;
		for (const pid of found) {
			killed.add(pid);
			signalOne(pid);
		}
	}
	return killed.size;
}

function signalOne(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
	}
}
