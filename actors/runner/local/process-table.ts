import { carriesByProc, carryingByProc, groupLivesByProc } from "./proc-table.ts";
import { carryingByPs } from "./ps-table.ts";

/** A process with the cookie in its environment. */
export interface Carrier {
	readonly pid: number;
	readonly group: number;
}

const hasProc = process.platform === "linux";

/** Processes that carry `NAME=value` in their environment, this one excepted. */
export async function carrying(cookie: string): Promise<Carrier[]> {
	const found = hasProc ? await carryingByProc(cookie) : await carryingByPs(cookie);
	return found.filter(({ pid }) => pid !== process.pid);
}

/** True while the process is there and carries the cookie: one that was given its id later does not. */
export async function carries(pid: number, cookie: string): Promise<boolean> {
	if (hasProc) return carriesByProc(pid, cookie);
	return isThere(pid) && (await carryingByPs(cookie)).some((carrier) => carrier.pid === pid);
}

/** True while a process of the group runs; those that ended and wait for a careless parent do not count. */
export async function groupLives(group: number): Promise<boolean> {
	return isThere(-group) && (!hasProc || (await groupLivesByProc(group)));
}

function isThere(target: number): boolean {
	try {
		process.kill(target, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}
