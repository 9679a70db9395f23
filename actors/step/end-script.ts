import type { Runner, ScriptEnding, ScriptOrder } from "../doors.ts";

/** Effect: end the script's processes, then follow what they left in the spool to the end of the log. */
export function endScript(runner: Runner) {
	return async (
		{ order, graceMs }: { order: ScriptOrder; graceMs: number },
		{ signal }: { signal: AbortSignal },
	): Promise<ScriptEnding> => {
		await runner.terminate({ folder: order.folder, cookie: order.cookie, graceMs }, signal);
		return runner.run(order, signal);
	};
}
