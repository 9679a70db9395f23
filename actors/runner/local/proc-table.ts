import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { setImmediate as otherWork } from "node:timers/promises";
import type { Carrier } from "./process-table.ts";

/** Processes looked at before other work gets its turn. Reading is synchronous: /proc is memory, a thread costs more. */
const slice = 100;

/** Of another user, or gone between the list and the look. */
const nothingToRead = new Set(["ENOENT", "ESRCH", "EACCES", "EPERM"]);

/** Linux: every process whose environment has exactly this entry. One that ended has no environment any more. */
export async function carryingByProc(cookie: string): Promise<Carrier[]> {
	const found: Carrier[] = [];
	for await (const pid of pids()) {
		const group = carriesByProc(pid, cookie) ? statusOf(pid)?.group : undefined;
		if (group !== undefined) found.push({ pid, group });
	}
	return found;
}

export function carriesByProc(pid: number, cookie: string): boolean {
	const environ = read(`/proc/${pid}/environ`);
	const entry = Buffer.from(`${cookie}\0`);
	for (let at = environ.indexOf(entry); at >= 0; at = environ.indexOf(entry, at + 1)) {
		if (at === 0 || environ[at - 1] === 0) return true;
	}
	return false;
}

export async function groupLivesByProc(group: number): Promise<boolean> {
	for await (const pid of pids()) {
		const status = statusOf(pid);
		if (status?.group === group && !"ZX".includes(status.state)) return true;
	}
	return false;
}

async function* pids(): AsyncGenerator<number> {
	for (const [index, name] of readdirSync("/proc").entries()) {
		if (index % slice === slice - 1) await otherWork();
		if (/^\d+$/.test(name)) yield Number(name);
	}
}

/** `pid (name) state parent group …`; the name may hold spaces and brackets. */
function statusOf(pid: number): { state: string; group: number } | undefined {
	const text = read(`/proc/${pid}/stat`).toString("latin1");
	const [state, , group] = text.slice(text.lastIndexOf(")") + 2).split(" ");
	return state && group ? { state, group: Number(group) } : undefined;
}

/** Too many open files must not read as "nobody carries it", so only what is known to be harmless is empty. */
function read(path: string): Buffer {
	let fd: number | undefined;
	try {
		fd = openSync(path, "r");
		const parts: Buffer[] = [];
		for (;;) {
			const part = Buffer.allocUnsafe(4096);
			const length = readSync(fd, part);
			if (length === 0) return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
			parts.push(part.subarray(0, length));
		}
	} catch (error) {
		if (nothingToRead.has((error as NodeJS.ErrnoException).code ?? "")) return Buffer.alloc(0);
		throw error;
	} finally {
		if (fd !== undefined) closeSync(fd);
	}
}
