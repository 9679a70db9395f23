import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ScriptOrder } from "#actors/doors.ts";
import { readCarriers } from "#actors/runner/local/ps-table.ts";
import { appears, isAlive, type LocalRuns, makeLocalRuns, never } from "./local-runs.ts";

let runs: LocalRuns;
beforeEach(async () => {
	runs = await makeLocalRuns();
});
afterEach(() => runs.remove());

const terminate = ({ folder, cookie }: ScriptOrder, graceMs: number, signal = never) =>
	runs.runner.terminate({ folder, cookie, graceMs }, signal);

test("a step that heeds TERM ends well within the grace period, after its trap", async () => {
	const order = runs.order('trap "echo cleaned up; exit 0" TERM; echo $$ >pid; while :; do sleep 0.01; done');
	const running = runs.runner.run(order, never);
	const pid = Number(await appears(join(runs.root, "pid")));
	await terminate(order, 60_000);
	expect(isAlive(pid)).toBe(false);
	await running;
	// What it said on its way out came after the wrapper's end: whoever terminates looks once more.
	await runs.runner.run(order, never);
	expect(await runs.log(order)).toBe("cleaned up\n");
});

test("a step that ignores TERM, with children that do, is gone after the grace period", async () => {
	const ignoring = `sh -c 'trap "" TERM; echo $$ >child; while :; do sleep 1; done'`;
	const order = runs.order(`trap "" TERM; ${ignoring} & echo $$ >pid; while :; do sleep 1; done`);
	const running = runs.runner.run(order, never);
	const pids = [Number(await appears(join(runs.root, "pid"))), Number(await appears(join(runs.root, "child")))];
	await terminate(order, 100);
	expect(pids.map(isAlive)).toEqual([false, false]);
	expect(await running).toEqual({ kind: "signalled", signal: "SIGTERM" });
});

test("the group is given its grace period even when its leader is gone", async () => {
	const child = `sh -c 'trap "echo in order >goodbye; exit" TERM; echo $$ >child; while :; do sleep 0.01; done'`;
	const order = runs.order(`${child} & echo $$ >pid; wait`);
	const running = runs.runner.run(order, never);
	await appears(join(runs.root, "child"));
	process.kill(Number(await appears(join(runs.root, "pid"))), "SIGKILL");
	expect(await running).toEqual({ kind: "signalled", signal: "SIGKILL" });
	await terminate(order, 60_000);
	expect(await appears(join(runs.root, "goodbye"))).toBe("in order");
});

test("a process that left the group and one that dropped its environment go too", async () => {
	const left = "setsid sh -c 'trap \"\" TERM; echo $$ >left; sleep 999' &";
	const bare = "env -i sh -c 'trap \"\" TERM; echo $$ >bare; while :; do /bin/sleep 1; done' &";
	const order = runs.order(`${left} ${bare} wait`);
	const running = runs.runner.run(order, never);
	const pids = [Number(await appears(join(runs.root, "left"))), Number(await appears(join(runs.root, "bare")))];
	await terminate(order, 50);
	expect(pids.map(isAlive)).toEqual([false, false]);
	await running;
});

test("aborted in the grace period, the ladder stops with the reason", async () => {
	const order = runs.order('trap "echo told >told" TERM; echo $$ >pid; while :; do sleep 0.01 || :; done');
	const running = runs.runner.run(order, never);
	await appears(join(runs.root, "pid"));
	const controller = new AbortController();
	const ending = terminate(order, 60_000, controller.signal);
	await appears(join(runs.root, "told"));
	const reason = new Error("the server stops");
	controller.abort(reason);
	await expect(ending).rejects.toBe(reason);
	await runs.runner.sweep(runs.cookie);
	await running;
});

test("sweeping counts what it killed, and spares what only looks alike", async () => {
	const start = async (env: Record<string, string>, ...args: string[]) => {
		const child = spawn("sleep", ["60"], { env: { PATH: process.env["PATH"] ?? "", ...env }, argv0: "sleep", ...args });
		await once(child, "spawn");
		return child;
	};
	const [name, value] = runs.cookie.split("=") as [string, string];
	const marked = [await start({ [name]: value }), await start({ FIRST: "x", [name]: value, LAST: "y" })];
	const alike = [
		await start({ [name]: `${value}0` }),
		await start({ [`X${name}`]: value }),
		await start({ OTHER: runs.cookie }),
	];
	const ended = marked.map((child) => once(child, "exit"));
	expect(await runs.runner.sweep(runs.cookie)).toBe(2);
	await Promise.all(ended);
	expect(alike.map(({ pid }) => isAlive(pid as number))).toEqual([true, true, true]);
	expect(await runs.runner.sweep(runs.cookie)).toBe(0);
	for (const child of alike) child.kill("SIGKILL");
});

test("sweeping catches up with a process that forks while it is swept", async () => {
	writeFileSync(join(runs.root, "spread"), "while :; do setsid sleep 999 & echo $! >>spread-to; sleep 0.001; done\n");
	await runs.run("setsid sh ./spread & exit 0");
	await appears(join(runs.root, "spread-to"));
	expect(await runs.runner.sweep(runs.cookie)).toBeGreaterThan(1);
	const pids = readFileSync(join(runs.root, "spread-to"), "utf8").trim().split("\n").map(Number);
	expect(pids.filter(isAlive)).toEqual([]);
});

test("the listing of ps is read by whole words", () => {
	const listing = [
		"  101   100 /bin/sh -c x PATH=/bin OORE_BUILD_ID=a HOME=/",
		"    7     7 sleep 1 OORE_BUILD_ID=ab",
		"22222 22222 node XOORE_BUILD_ID=a",
		"",
	].join("\n");
	expect(readCarriers(listing, "OORE_BUILD_ID=a")).toEqual([{ pid: 101, group: 100 }]);
});
