import type { Logs, Runner, ScriptEnding, ScriptOrder } from "../../doors.ts";
import { followSpool } from "../../log/follow-spool.ts";
import { launch } from "./launch.ts";
import { carries } from "./process-table.ts";
import { reattach } from "./reattach.ts";
import { claimedBy, forbid, makeRunFolder, type RunFolder, runFolder } from "./run-folder.ts";
import { endGroup } from "./signal-group.ts";
import { sweep } from "./sweep.ts";

/** Steps as process groups of this machine. */
export function makeLocalRunner(logs: Logs): Runner {
	return {
		async run(order, signal) {
			const folder = runFolder(order.folder);
			const spool = followSpool(logs, order.log, folder);
			try {
				const ending = await endingOf(folder, order, signal);
				await spool.finish();
				return ending;
			} finally {
				spool.stop();
			}
		},
		async terminate({ folder: path, cookie, graceMs }, signal) {
			const folder = runFolder(path);
			// A launch that is still under way finds the run claimed, and starts nothing.
			if (!(await forbid(folder))) {
				const claim = await claimedBy(folder);
				if (claim && claim.pid > 0 && (await carries(claim.pid, cookie))) await endGroup(claim.pid, graceMs, signal);
			}
			await sweep(cookie);
		},
		sweep,
	};
}

async function endingOf(folder: RunFolder, order: ScriptOrder, signal: AbortSignal): Promise<ScriptEnding> {
	if (!(await claimedBy(folder))) {
		await makeRunFolder(folder, order.script);
		signal.throwIfAborted();
		const ending = await untilAborted(launch(folder, order).ending, signal);
		if (ending) return ending;
	}
	return reattach(folder, order.cookie, signal);
}

/** Rejects with the signal's reason as soon as it aborts; the process goes on. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	const aborted = Promise.withResolvers<never>();
	const abort = () => aborted.reject(signal.reason);
	signal.addEventListener("abort", abort, { once: true });
	try {
		return await Promise.race([promise, aborted.promise]);
	} finally {
		signal.removeEventListener("abort", abort);
	}
}
