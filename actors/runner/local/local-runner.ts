import type { Logs, Runner, ScriptEnding, ScriptOrder } from "../../doors.ts";
import { followSpool } from "../../log/follow-spool.ts";
import { noteLogStart } from "../../log/log-start.ts";
import { Masker } from "../../log/masker.ts";
import type { SecretNames, Secrets } from "../../secret/secrets.ts";
import { launch } from "./launch.ts";
import { carrying } from "./process-table.ts";
import { reattach } from "./reattach.ts";
import { claimOf, forbid, makeRunFolder, type RunFolder, runFolder } from "./run-folder.ts";
import { endGroup } from "./signal-group.ts";
import { sweep } from "./sweep.ts";
import { unstartable } from "./unstartable.ts";

/** Steps as process groups of this machine. */
export function makeLocalRunner(logs: Logs, secretsOf: (names: SecretNames) => Secrets): Runner {
	return {
		async run(named, signal) {
			const { variables, hidden } = secretsOf(named.secrets);
			const order = { ...named, env: { ...variables, ...named.env } };
			const folder = runFolder(order.folder);
			const spool = followSpool(logs, order.log, folder, new Masker(hidden));
			try {
				const ending = await endingOf(logs, folder, order, AbortSignal.any([signal, spool.failed]));
				await spool.finish();
				return ending;
			} finally {
				await spool.stop();
			}
		},
		async terminate({ folder: path, cookie, graceMs }, signal) {
			const folder = runFolder(path);
			// A launch that is still under way finds the run claimed, and starts nothing.
			if (!(await forbid(folder))) {
				const leader = claimOf(folder)?.pid;
				if (leader && (await hasGroup(leader, cookie))) await endGroup(leader, graceMs, signal);
			}
			await sweep(cookie);
		},
		sweep,
	};
}

async function endingOf(logs: Logs, folder: RunFolder, order: ScriptOrder, signal: AbortSignal): Promise<ScriptEnding> {
	signal.throwIfAborted();
	if (!claimOf(folder)) {
		try {
			makeRunFolder(folder, order.script);
			noteLogStart(folder.logStart, logs, order.log);
		} catch (error) {
			return unstartable(error as NodeJS.ErrnoException, order.cwd);
		}
		const ending = await untilAborted(launch(folder, order), signal);
		if (ending) return ending;
	}
	return reattach(folder, order.cookie, signal);
}

/** The leader may have ended before its group: any member with the cookie shows that the group is the run's. */
async function hasGroup(leader: number, cookie: string): Promise<boolean> {
	return (await carrying(cookie)).some(({ group }) => group === leader);
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
