import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ScriptEnding } from "#actors/doors.ts";
import { type LocalRuns, makeLocalRuns } from "./local-runs.ts";

let runs: LocalRuns;
beforeEach(async () => {
	runs = await makeLocalRuns();
});
afterEach(() => runs.remove());

test("a working directory that is gone is named", async () => {
	const cwd = join(runs.root, "gone");
	const reason = `the working directory ${cwd} does not exist (ENOENT)`;
	expect(await runs.run("true", { cwd })).toEqual({ kind: "unstartable", reason });
});

test("an environment of 3 MB is told to be too large", async () => {
	const env = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`BIG_${n}`, "x".repeat(100_000)]));
	const reason = "the environment is larger than this system allows (E2BIG)";
	expect(await runs.run("true", { env })).toEqual({ kind: "unstartable", reason });
});

test("a variable that no environment can hold is told, not thrown", async () => {
	const ending = await runs.run("true", { env: { NUL: "a\0b" } });
	expect(ending).toMatchObject({ kind: "unstartable", reason: expect.stringContaining("ERR_INVALID_ARG_VALUE") });
});

test("a run folder that cannot be made is told with its errno", async () => {
	const ending = await runs.run("true", { folder: "/dev/null/run" });
	expect(ending).toMatchObject({ kind: "unstartable", reason: expect.stringContaining("ENOTDIR") });
});

/** Runs in a process of its own, because a limit is a process's: with every number of files left from 0 to 20. */
const starving = `
	import { openSync, closeSync } from "node:fs";
	import { join } from "node:path";
	import { makeLogs } from "#actors/log/log-hub.ts";
	import { makeLocalRunner } from "#actors/runner/local/local-runner.ts";
	const [root, buildId] = process.argv.slice(1);
	const runner = makeLocalRunner(makeLogs(join(root, "logs")), () => ({ variables: {}, hidden: [], missing: [] }));
	const env = { PATH: process.env.PATH, OORE_BUILD_ID: buildId };
	const endings = [];
	for (let left = 0; left <= 20; left++) {
		const held = [];
		try { for (;;) held.push(openSync("/dev/null")); } catch {}
		for (const fd of held.splice(0, left)) closeSync(fd);
		const order = { folder: join(root, "starved", String(left)), script: "true", cwd: root, env, secrets: {}, exported: join(root, "exported"), title: "starved",
			cookie: "OORE_BUILD_ID=" + buildId, log: { buildId, stepIndex: left } };
		endings.push(await runner.run(order, new AbortController().signal).catch((error) => ({ kind: "rejected", code: error.code })));
		for (const fd of held) closeSync(fd);
	}
	console.log(JSON.stringify(endings));
`;

test("with few files left a run starts, or says so: never stuck, never a crash", () => {
	const inner = 'ulimit -n 60; exec "$0" --input-type=module -e "$1" "$2" "$3"';
	const { stdout, stderr } = spawnSync("sh", ["-c", inner, process.execPath, starving, runs.root, "starved"], {
		cwd: join(import.meta.dirname, "../../.."),
		encoding: "utf8",
		timeout: 20_000,
	});
	expect(stderr).toBe("");
	const endings = JSON.parse(stdout) as (ScriptEnding | { kind: "rejected"; code: string })[];
	expect(endings[0]).toEqual({ kind: "unstartable", reason: "the server has too many files open (EMFILE)" });
	expect(endings.at(-1)).toEqual({ kind: "exited", code: 0 });
	for (const ending of endings) {
		if (ending.kind === "rejected") expect(ending.code).toBe("EMFILE");
		else expect(["unstartable", "exited"]).toContain(ending.kind);
	}
}, 30_000);
