import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { followSpool, type Spool } from "#actors/log/follow-spool.ts";
import { makeLogs } from "#actors/log/log-hub.ts";
import { noteLogStart } from "#actors/log/log-start.ts";
import { Masker } from "#actors/log/masker.ts";
import { readFrom } from "#actors/log/read-from.ts";
import { markerBytes, markerOf } from "#actors/log/trim-log.ts";

const limit = 10_000;
const nothing = new Masker([]);
const log = { buildId: "b1", stepIndex: 0 };
let root: string;
let spool: Spool;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), "oore-trim-"));
	spool = { stdout: join(root, "out"), stderr: join(root, "err"), logStart: join(root, "log-start") };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const logs = () => makeLogs(join(root, "logs"), limit);
const path = () => logs().path("b1", 0, "stdout");
const lines = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, i) => `line ${String(from + i).padStart(6, "0")}\n`).join("");

test("a log beyond its limit keeps its newest whole lines, and says how many bytes are gone", async () => {
	const all = lines(0, 100_000);
	writeFileSync(spool.stdout, all);
	await followSpool(logs(), log, spool, nothing).finish();
	const kept = readFileSync(path(), "utf8");
	const text = kept.slice(markerBytes);
	expect(text.length).toBeLessThanOrEqual(limit);
	expect(text.length).toBeGreaterThan(limit - 20);
	expect(all.endsWith(text)).toBe(true);
	expect(text).toMatch(/^line /);
	expect(kept.slice(0, markerBytes)).toBe(markerOf(all.length - text.length));
});

test("one at its limit is left as it is", async () => {
	writeFileSync(spool.stdout, "x".repeat(limit));
	await followSpool(logs(), log, spool, nothing).finish();
	expect(readFileSync(path(), "utf8")).toBe("x".repeat(limit));
});

test("whoever takes over after a crash goes on where the last one was, however often it was trimmed", async () => {
	const parts = [lines(0, 500), lines(500, 3_000), lines(3_000, 3_010), "é".repeat(30_000), lines(3_010, 9_000)];
	for (const part of parts) {
		appendFileSync(spool.stdout, part);
		const following = followSpool(logs(), log, spool, nothing);
		// Ended in the middle, like a server that was killed.
		await following.stop();
	}
	await followSpool(logs(), log, spool, nothing).finish();
	const all = parts.join("");
	const kept = readFileSync(path(), "utf8");
	expect(all.endsWith(kept.slice(markerBytes))).toBe(true);
	expect(kept.slice(0, markerBytes)).toBe(markerOf(Buffer.byteLength(all) - Buffer.byteLength(kept) + markerBytes));
});

test("a reader that follows gets each byte once, and the line in place of those it was too late for", async () => {
	const door = logs();
	const following = followSpool(door, log, spool, nothing);
	const seen: string[] = [];
	let offset = 0;
	const read = async (whole: boolean) => {
		for (;;) {
			const { text, nextOffset } = await readFrom(path(), offset, 3_000, whole);
			if (text === "") return;
			seen.push(text);
			offset = nextOffset;
		}
	};
	for (let n = 0; n < 40; n++) {
		const moved = new Promise<void>((resolve) => {
			const stop = door.watch("b1", 0, "stdout", () => {
				stop();
				resolve();
			});
		});
		appendFileSync(spool.stdout, lines(n * 200, n * 200 + 200));
		await moved;
		if (n % 3 === 0) await read(false);
	}
	await following.finish();
	await read(true);
	const numbers = seen
		.join("")
		.split("\n")
		.filter((line) => line.startsWith("line "))
		.map((line) => Number(line.slice(5)));
	expect(numbers.at(-1)).toBe(7_999);
	expect(numbers.every((number, i) => i === 0 || number > (numbers[i - 1] as number))).toBe(true);
	const gaps = seen.filter((text) => text.startsWith("[oore]")).length;
	const jumps = numbers.filter((number, i) => i > 0 && number !== (numbers[i - 1] as number) + 1).length;
	expect(gaps).toBeGreaterThanOrEqual(jumps);
});

test("a second attempt of a step goes on behind a first one that was trimmed", async () => {
	writeFileSync(spool.stdout, lines(0, 5_000));
	await followSpool(logs(), log, spool, nothing).finish();
	const again = { stdout: join(root, "out2"), stderr: join(root, "err2"), logStart: join(root, "log-start2") };
	noteLogStart(again.logStart, logs(), log);
	writeFileSync(again.stdout, "second attempt\n");
	await followSpool(logs(), log, again, nothing).finish();
	expect(readFileSync(path(), "utf8").endsWith("line 004999\nsecond attempt\n")).toBe(true);
});

test("a line without an end is cut between characters", async () => {
	mkdirSync(join(root, "logs"), { recursive: true });
	writeFileSync(spool.stdout, "€".repeat(100_000));
	await followSpool(logs(), log, spool, nothing).finish();
	expect(readFileSync(path()).subarray(markerBytes).toString("utf8")).toMatch(/^€+$/);
});
