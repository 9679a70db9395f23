import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Logs } from "../doors.ts";

/** The log of one of the server's own steps, whole: written again by a second run of the same effect. */
export async function writeSystemLog(
	logs: Logs,
	buildId: string,
	stepIndex: number,
	lines: readonly string[],
): Promise<void> {
	const path = logs.path(buildId, stepIndex, "stdout");
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	await writeFile(path, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
	logs.touched(buildId, stepIndex, "stdout", true);
}
