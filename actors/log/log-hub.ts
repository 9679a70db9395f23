import { join } from "node:path";
import type { Logs } from "../doors.ts";

/** The served logs under one folder: `<build>/step-<n>-stdout.log`; who reads one live is told when it grows. */
export function makeLogs(root: string, limitBytes = 50 * 1024 * 1024, now: () => number = Date.now): Logs {
	const listeners = new Map<string, Set<(ended: boolean) => void>>();
	const path: Logs["path"] = (buildId, stepIndex, stream) => join(root, buildId, `step-${stepIndex}-${stream}.log`);
	return {
		limitBytes,
		now,
		path,
		touched(buildId, stepIndex, stream, ended) {
			for (const listener of listeners.get(path(buildId, stepIndex, stream)) ?? []) listener(ended);
		},
		watch(buildId, stepIndex, stream, listener) {
			const key = path(buildId, stepIndex, stream);
			const known = listeners.get(key) ?? new Set();
			listeners.set(key, known.add(listener));
			return () => {
				known.delete(listener);
				if (known.size === 0 && listeners.get(key) === known) listeners.delete(key);
			};
		},
	};
}
