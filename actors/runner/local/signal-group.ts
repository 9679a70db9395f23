import { setTimeout as wait } from "node:timers/promises";
import { isAlive } from "./process-table.ts";

/** How often a group that was told to end is looked at. */
const lookEveryMs = 20;

/** SIGTERM to the whole group, up to `graceMs` to obey, then SIGKILL. The ladder carries no reason of its own. */
export async function endGroup(leader: number, graceMs: number, signal: AbortSignal): Promise<void> {
	signalGroup(leader, "SIGTERM");
	const patienceUntil = performance.now() + graceMs;
	while (isAlive(-leader) && performance.now() < patienceUntil) await wait(lookEveryMs, undefined, { signal });
	signalGroup(leader, "SIGKILL");
}

function signalGroup(leader: number, signal: "SIGTERM" | "SIGKILL"): void {
	try {
		process.kill(-leader, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
	}
}
