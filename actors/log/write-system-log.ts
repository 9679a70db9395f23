import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { whenDiskFull } from "../disk-full.ts";
import type { Logs } from "../doors.ts";
import { TimesWriter } from "./log-times.ts";

/** The log of one of the server's own steps, whole: written again by a second run of the same effect. */
export async function writeSystemLog(
	logs: Logs,
	buildId: string,
	stepIndex: number,
	lines: readonly string[],
): Promise<void> {
	const path = logs.path(buildId, stepIndex, "stdout");
	const text = lines.map((line) => `${line}\n`).join("");
	await mkdir(dirname(path), { recursive: true, mode: 0o700 })
		.then(() => noteTime(path, logs.now))
		.then(() => writeFile(path, text, { mode: 0o600 }))
		.catch(whenDiskFull(path));
	logs.touched(buildId, stepIndex, "stdout", true);
}

function noteTime(path: string, now: () => number): void {
	const times = new TimesWriter(path, now);
	times.note(0);
	times.close();
}
