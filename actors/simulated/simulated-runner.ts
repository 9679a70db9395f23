import { mkdirSync, writeFileSync } from "node:fs";
import type { Clock } from "#runtime/index.ts";
import type { Logs, Runner, ScriptEnding, ScriptOrder } from "../doors.ts";
import { claimOf, exitCode, forbid, runFolder } from "../runner/local/run-folder.ts";
import type { SecretNames, Secrets } from "../secret/secrets.ts";
import type { Enactment } from "./enactment.ts";
import { SimulatedRun } from "./simulated-run.ts";

export interface SimulatedRunner extends Runner {
	/** Scripts that run; each of them waits for the clock. */
	readonly running: number;
}

export interface SimulatedRunnerParts {
	readonly clock: Clock;
	readonly logs: Logs;
	readonly secretsOf: (names: SecretNames) => Secrets;
	/** What a script does; its environment has the secrets in it. */
	readonly enact: (order: ScriptOrder) => Enactment;
}

/**
 * Steps that are only told of: no process is ever started. A run belongs to its folder as a real one does: it is claimed
 * once, goes on while nobody follows it, and is lost when the server that played it is gone.
 */
export function makeSimulatedRunner({ clock, logs, secretsOf, enact }: SimulatedRunnerParts): SimulatedRunner {
	const runs = new Map<string, SimulatedRun>();

	/** Nothing is awaited between the look and the claim. */
	const begin = (named: ScriptOrder): SimulatedRun => {
		const { variables, hidden } = secretsOf(named.secrets);
		const order = { ...named, env: { ...variables, ...named.env } };
		const folder = runFolder(order.folder);
		mkdirSync(folder.path, { recursive: true, mode: 0o700 });
		writeFileSync(folder.pid, "0\n", { flag: "wx", mode: 0o600 });
		const run = new SimulatedRun({ clock, logs, order, hidden, enactment: enact(order) });
		runs.set(order.folder, run);
		return run;
	};
	const sweep = async (cookie: string): Promise<number> => {
		const its = [...runs].filter(([, run]) => run.cookie === cookie);
		const alive = its.filter(([, run]) => run.running).length;
		for (const [folder, run] of its) {
			run.end({ kind: "signalled", signal: "SIGKILL" });
			runs.delete(folder);
		}
		return alive;
	};
	return {
		async run(order, signal) {
			signal.throwIfAborted();
			const folder = runFolder(order.folder);
			if (!runs.has(order.folder) && claimOf(folder)) return endingOf(await exitCode(folder));
			const run = runs.get(order.folder) ?? begin(order);
			return untilAborted(run.ended, signal);
		},
		async terminate({ folder }) {
			const run = runs.get(folder);
			if (run) run.end({ kind: "signalled", signal: "SIGTERM" });
			else await forbid(runFolder(folder));
		},
		sweep,
		get running() {
			return [...runs.values()].filter((run) => run.running).length;
		},
	};
}

/** Of a run that an earlier server played. */
function endingOf(code: number | undefined): ScriptEnding {
	return code === undefined ? { kind: "lost", why: "killed" } : { kind: "exited", code };
}

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
