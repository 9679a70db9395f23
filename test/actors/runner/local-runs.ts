import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import type { Logs, Runner, ScriptEnding, ScriptOrder } from "#actors/doors.ts";
import { makeLogs } from "#actors/log/log-hub.ts";
import { makeLocalRunner } from "#actors/runner/local/local-runner.ts";
import type { Secrets } from "#actors/secret/secrets.ts";

/** A local runner on a temporary folder; whatever its scripts leave behind dies with it. */
export interface LocalRuns {
	readonly root: string;
	readonly logs: Logs;
	readonly runner: Runner;
	/** As after a restart: one that remembers nothing. */
	another(): Runner;
	readonly cookie: string;
	order(script: string, changes?: Partial<ScriptOrder>): ScriptOrder;
	run(script: string, changes?: Partial<ScriptOrder>): Promise<ScriptEnding>;
	log(order: ScriptOrder, stream?: "stdout" | "stderr"): Promise<string>;
	remove(): Promise<void>;
}

const none = { variables: {}, hidden: [], missing: [] };
const secrets = { repositoryId: "", groups: [] };
let serial = 0;
export const never = new AbortController().signal;

export async function makeLocalRuns(secretsOf: () => Secrets = () => none): Promise<LocalRuns> {
	const root = await mkdtemp(join(tmpdir(), "oore-runs-"));
	const logs = makeLogs(join(root, "logs"));
	const another = () => makeLocalRunner(logs, secretsOf);
	const runner = another();
	const buildId = `test-${process.pid}-${++serial}`;
	const cookie = `OORE_BUILD_ID=${buildId}`;
	const env = { PATH: process.env["PATH"] ?? "", OORE_BUILD_ID: buildId };
	let stepIndex = -1;
	const order: LocalRuns["order"] = (script, changes = {}) => {
		stepIndex++;
		const title = `oore: build ${buildId} step ${stepIndex}`;
		const folder = join(root, "runs", `step-${stepIndex}`);
		const exported = join(root, "exported");
		const log = { buildId, stepIndex };
		return { folder, script, cwd: root, env, secrets, exported, title, cookie, log, ...changes };
	};
	return {
		root,
		logs,
		runner,
		another,
		cookie,
		order,
		run: (script, changes) => runner.run(order(script, changes), never),
		log: ({ log }, stream = "stdout") => readFile(logs.path(log.buildId, log.stepIndex, stream), "utf8"),
		async remove() {
			await runner.sweep(cookie);
			await rm(root, { recursive: true, force: true });
		},
	};
}

/** What a script tells by creating a file. */
export async function appears(path: string): Promise<string> {
	await vi.waitUntil(() => existsSync(path) && readFileSync(path, "utf8").endsWith("\n"), {
		timeout: 5_000,
		interval: 5,
	});
	return readFileSync(path, "utf8").trim();
}

/** True while a process runs; one that ended and was not collected yet does not. */
export function isAlive(pid: number): boolean {
	if (process.platform === "linux") {
		if (!existsSync(`/proc/${pid}/stat`)) return false;
		const text = readFileSync(`/proc/${pid}/stat`, "latin1");
		return text.charAt(text.lastIndexOf(")") + 2) !== "Z";
	}
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

export async function dies(pid: number): Promise<void> {
	await vi.waitUntil(() => !isAlive(pid), { timeout: 5_000, interval: 5 });
}
