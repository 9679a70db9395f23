import {
	appendFileSync,
	closeSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Logs } from "#actors/doors.ts";
import { type Following, followSpool, type Spool } from "#actors/log/follow-spool.ts";
import { makeLogs } from "#actors/log/log-hub.ts";
import { noteLogStart } from "#actors/log/log-start.ts";
import { Masker } from "#actors/log/masker.ts";

const nothing = new Masker([]);
const log = { buildId: "b1", stepIndex: 0 };
let root: string;
let logs: Logs;
let spool: Spool;
let followings: Following[];
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), "oore-spool-"));
	logs = makeLogs(join(root, "logs"), 1e9);
	spool = { stdout: join(root, "out"), stderr: join(root, "err"), logStart: join(root, "log-start") };
	followings = [];
});
afterEach(async () => {
	for (const following of followings) await following.stop();
	await rm(root, { recursive: true, force: true });
});

function follow(): Following {
	const following = followSpool(logs, log, spool, nothing);
	followings.push(following);
	return following;
}
const logged = (stream: "stdout" | "stderr" = "stdout") => readFileSync(logs.path("b1", 0, stream), "utf8");

/** Resolves when readers are told of something. */
const told = (wantEnd = false, stream: "stdout" | "stderr" = "stdout") =>
	new Promise<void>((resolve) => {
		const stop = logs.watch("b1", 0, stream, (ended) => {
			if (ended !== wantEnd) return;
			stop();
			resolve();
		});
	});

test("readers are told of bytes while the step runs, and of the end once all is there", async () => {
	const following = follow();
	writeFileSync(spool.stdout, "one\n");
	await told();
	expect(logged()).toBe("one\n");
	appendFileSync(spool.stdout, "two");
	const ends = [told(true).then(() => logged()), told(true, "stderr")];
	await following.finish();
	expect(await ends[0]).toBe("one\ntwo");
	await ends[1];
});

test("a step that wrote nothing ends for its readers too", async () => {
	const ends = Promise.all([told(true), told(true, "stderr")]);
	await follow().finish();
	await ends;
});

test("stopped, nothing more is moved and nobody is told of an end", async () => {
	const following = follow();
	writeFileSync(spool.stdout, "one\n");
	await told();
	const listener = vi.fn();
	logs.watch("b1", 0, "stdout", listener);
	await following.stop();
	appendFileSync(spool.stdout, "two\n");
	await following.stop();
	expect(logged()).toBe("one\n");
	expect(listener).not.toHaveBeenCalled();
});

test("a follower that takes over goes on where the log ends, at any byte", async () => {
	const bytes = Buffer.from("zwölf Boxkämpfer 🥊\n");
	writeFileSync(spool.stdout, bytes);
	for (let moved = 0; moved <= bytes.length; moved++) {
		mkdirSync(dirname(logs.path("b1", 0, "stdout")), { recursive: true });
		writeFileSync(logs.path("b1", 0, "stdout"), bytes.subarray(0, moved));
		await follow().finish();
		expect(logged()).toBe(bytes.toString());
	}
});

test("two followers at once move every byte once", async () => {
	const [first, second] = [follow(), follow()];
	const fd = openSync(spool.stdout, "a");
	for (let i = 0; i < 2000; i++) {
		writeSync(fd, `line ${i}\n`);
		if (i % 50 === 0) await told();
	}
	closeSync(fd);
	await Promise.all([first.finish(), second.finish()]);
	expect(logged()).toBe(Array.from({ length: 2000 }, (_, n) => `line ${n}\n`).join(""));
});

test("a run that begins behind an earlier one's output leaves that alone", async () => {
	mkdirSync(dirname(logs.path("b1", 0, "stdout")), { recursive: true });
	writeFileSync(logs.path("b1", 0, "stdout"), "earlier\nnew");
	symlinkSync("8 0", spool.logStart);
	writeFileSync(spool.stdout, "newer\n");
	writeFileSync(spool.stderr, "e\n");
	await follow().finish();
	expect(logged()).toBe("earlier\nnewer\n");
	expect(logged("stderr")).toBe("e\n");
});

test("the note of where a run begins is made once, and stays when bytes were moved", async () => {
	mkdirSync(dirname(logs.path("b1", 0, "stdout")), { recursive: true });
	writeFileSync(logs.path("b1", 0, "stdout"), "earlier\n");
	noteLogStart(spool.logStart, logs, log);
	appendFileSync(logs.path("b1", 0, "stdout"), "moved\n");
	noteLogStart(spool.logStart, logs, log);
	writeFileSync(spool.stdout, "moved\nmore\n");
	await follow().finish();
	expect(logged()).toBe("earlier\nmoved\nmore\n");
});

test("a million lines are moved whole, in memory that does not grow with them", async () => {
	const line = `${"x".repeat(88)}\n`;
	const block = Buffer.from(line.repeat(10_000));
	const fd = openSync(spool.stdout, "a");
	for (let i = 0; i < 100; i++) writeSync(fd, block);
	closeSync(fd);
	const before = process.memoryUsage();
	let most = 0;
	logs.watch("b1", 0, "stdout", () => {
		const { arrayBuffers, heapUsed } = process.memoryUsage();
		most = Math.max(most, arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed);
	});
	await follow().finish();
	const moved = readFileSync(logs.path("b1", 0, "stdout"));
	expect(moved.length).toBe(89_000_000);
	expect(moved.equals(readFileSync(spool.stdout))).toBe(true);
	expect(most).toBeGreaterThan(0);
	expect(most).toBeLessThan(50 * 1024 * 1024);
});

test("a log that cannot be written is told by the signal and by finish, and closes every file", async () => {
	mkdirSync(logs.path("b1", 0, "stdout"), { recursive: true });
	const before = readdirSync("/dev/fd").length;
	const following = follow();
	const failed = new Promise((resolve) => following.failed.addEventListener("abort", resolve));
	writeFileSync(spool.stdout, "one\n");
	await failed;
	expect(following.failed.reason).toMatchObject({ code: "EISDIR" });
	await expect(following.finish()).rejects.toMatchObject({ code: "EISDIR" });
	expect(readdirSync("/dev/fd").length).toBeLessThanOrEqual(before);
});

test.runIf(process.platform === "linux")("a full disk is said in words", async () => {
	mkdirSync(dirname(logs.path("b1", 0, "stdout")), { recursive: true });
	const full = { ...logs, path: () => "/dev/full" };
	writeFileSync(spool.stdout, "one\n");
	const following = followSpool(full, log, spool, nothing);
	followings.push(following);
	await expect(following.finish()).rejects.toMatchObject({ code: "disk_full", detail: { path: "/dev/full" } });
});
