import { setTimeout as wait } from "node:timers/promises";
import { groupLives } from "./process-table.ts";

/** How often a group that was told to end is looked at: at once in the beginning, then seldom. */
const firstLookMs = 2;
const lookEveryMs = 100;

/** What the kernel needs for a group that was killed; one stuck in a driver is not waited for. */
const deathMs = 5_000;

/**
 * SIGTERM to the whole group, up to `graceMs` to obey, then SIGKILL. The ladder carries no reason of its own.
 * Whoever calls has made sure that the group is theirs.
 */
export async function endGroup(leader: number, graceMs: number, signal: AbortSignal): Promise<void> {
	signalGroup(leader, "SIGTERM");
	await untilGone(leader, graceMs, signal);
	signalGroup(leader, "SIGKILL");
	await untilGone(leader, deathMs, signal);
}

async function untilGone(leader: number, patienceMs: number, signal: AbortSignal): Promise<void> {
	const until = performance.now() + patienceMs;
	for (let pauseMs = firstLookMs; await groupLives(leader); pauseMs = Math.min(pauseMs * 2, lookEveryMs)) {
		const leftMs = until - performance.now();
		if (leftMs <= 0) return;
		await wait(Math.min(pauseMs, leftMs), undefined, { signal }).catch(() => signal.throwIfAborted());
	}
}

function signalGroup(leader: number, signal: "SIGTERM" | "SIGKILL"): void {
	try {
		process.kill(-leader, signal);
	} catch (error) {
		// EPERM is what macOS says of a group in which all have ended.
		if (!["ESRCH", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
	}
}
