import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ScriptEnding, ScriptOrder } from "#actors/doors.ts";
import { appears, dies, isAlive, type LocalRuns, makeLocalRuns, never } from "./local-runs.ts";

let runs: LocalRuns;
beforeEach(async () => {
	runs = await makeLocalRuns();
});
afterEach(() => runs.remove());

/** A script that says hello, counts itself, and waits for a word to go on. */
function waiting(then: string): ScriptOrder {
	execFileSync("sh", ["-c", "mkfifo go"], { cwd: runs.root });
	return runs.order(`echo x >>started; echo before; echo "$$" >pid; read word <go; echo after; ${then}`);
}
const letGo = () => writeFileSync(join(runs.root, "go"), "on\n");
const starts = () => readFileSync(join(runs.root, "started"), "utf8");

/** Launch by a server that dies without a word: its following is aborted, its memory forgotten. */
async function launchAndForget(order: ScriptOrder): Promise<number> {
	const server = new AbortController();
	const running = runs.another().run(order, server.signal);
	const pid = Number(await appears(join(runs.root, "pid")));
	server.abort();
	await expect(running).rejects.toThrow();
	return pid;
}

test("a process that ended while no server lived is exited, with all its output", async () => {
	const order = waiting("exit 6");
	const pid = await launchAndForget(order);
	letGo();
	await dies(pid);
	expect(await runs.runner.run(order, never)).toEqual({ kind: "exited", code: 6 });
	expect(await runs.log(order)).toBe("before\nafter\n");
});

test("a process that is killed while a second server follows it is lost", async () => {
	const order = waiting("true");
	const pid = await launchAndForget(order);
	const ending = runs.runner.run(order, never);
	process.kill(-pid, "SIGKILL");
	expect(await ending).toEqual({ kind: "lost", why: "killed" });
});

test("a run from before the machine's start is lost by a reboot", async () => {
	const order = runs.order("true");
	claim(order, "999999999\n");
	utimesSync(join(order.folder, "pid"), 1000, 1000);
	expect(await runs.runner.run(order, never)).toEqual({ kind: "lost", why: "reboot" });
});

test("a process that was given the old one's id is not taken for it", async () => {
	const stranger = spawn("sleep", ["60"], { env: { PATH: process.env["PATH"] ?? "" }, detached: true });
	const order = runs.order("true");
	claim(order, `${stranger.pid}\n`);
	expect(await runs.runner.run(order, never)).toEqual({ kind: "lost", why: "killed" });
	await runs.runner.terminate({ folder: order.folder, cookie: order.cookie, graceMs: 0 }, never);
	expect(isAlive(stranger.pid as number)).toBe(true);
	stranger.kill("SIGKILL");
	await once(stranger, "exit");
});

test("an exit code that was not written whole is none", async () => {
	const order = runs.order("true");
	claim(order, "999999999\n");
	writeFileSync(join(order.folder, "exit"), "0");
	expect(await runs.runner.run(order, never)).toMatchObject({ kind: "lost" });
});

test("a claim that was never finished is lost, and is not claimed again", async () => {
	const order = runs.order("echo x >>started");
	claim(order, "");
	expect(await runs.runner.run(order, never)).toEqual({ kind: "lost", why: "killed" });
	expect(readdirSync(runs.root)).not.toContain("started");
});

test("of twenty launches at once one starts the script, and all know its ending", async () => {
	const order = runs.order("echo x >>started; echo hello; exit 3");
	const endings = await Promise.all(Array.from({ length: 20 }, () => runs.another().run(order, never)));
	expect(endings).toEqual(Array.from({ length: 20 }, (): ScriptEnding => ({ kind: "exited", code: 3 })));
	expect(starts()).toBe("x\n");
	expect(await runs.log(order)).toBe("hello\n");
});

test("following a process of another server can be stopped, with nothing left open", async () => {
	const order = waiting("true");
	const pid = await launchAndForget(order);
	const before = readdirSync("/dev/fd").length;
	for (let i = 0; i < 20; i++) {
		const server = new AbortController();
		const ending = runs.runner.run(order, server.signal);
		setImmediate(() => server.abort(new Error("again")));
		await expect(ending).rejects.toThrow("again");
	}
	expect(readdirSync("/dev/fd").length).toBeLessThanOrEqual(before);
	expect(isAlive(pid)).toBe(true);
});

test("output that comes while no server lives is moved once, none twice", async () => {
	const order = runs.order("i=0; echo $$ >pid; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");
	for (;;) {
		const server = new AbortController();
		const ending = runs.another().run(order, server.signal);
		const stop = runs.logs.watch(order.log.buildId, order.log.stepIndex, "stdout", (ended) => {
			if (!ended) server.abort(new Error("killed"));
		});
		const result = await ending.catch(() => undefined);
		stop();
		if (result) break;
	}
	expect(await runs.log(order)).toBe(Array.from({ length: 20_000 }, (_, n) => `line ${n}\n`).join(""));
});

function claim(order: ScriptOrder, text: string): void {
	mkdirSync(order.folder, { recursive: true });
	writeFileSync(join(order.folder, "pid"), text);
}
