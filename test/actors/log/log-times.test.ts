import { appendFileSync, truncateSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { followSpool } from "#actors/log/follow-spool.ts";
import { makeLogs } from "#actors/log/log-hub.ts";
import { LogTimes, TimesWriter, timesOfLines } from "#actors/log/log-times.ts";
import { Masker } from "#actors/log/masker.ts";
import { readLines } from "#actors/log/read-lines.ts";

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "oore-times-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const record = (offset: number, at: number) => ({ offset, at });
const times = (records: { offset: number; at: number }[], text: string, from = 0) =>
	timesOfLines(records, from, Buffer.from(text)).map(({ line, at }) => [line, at]);

test("a line is as old as its first byte", () => {
	expect(times([record(0, 1), record(4, 2)], "one\ntwo\n")).toEqual([
		[0, 1],
		[1, 2],
	]);
	// The second word comes inside of the first line: the next one is the first that is younger.
	expect(times([record(0, 1), record(2, 2)], "one\ntwo\n")).toEqual([
		[0, 1],
		[1, 2],
	]);
	expect(times([record(0, 1), record(1, 2), record(2, 3)], "one\ntwo\n")).toEqual([
		[0, 1],
		[1, 3],
	]);
});

test("what came before a part holds for its beginning, what comes after it says nothing", () => {
	expect(times([record(0, 1), record(90, 2), record(108, 3)], "one\ntwo\n", 100)).toEqual([[0, 2]]);
	expect(times([record(102, 3)], "one\n", 100)).toEqual([]);
	expect(times([record(102, 3)], "one\ntw", 100)).toEqual([[1, 3]]);
	expect(times([], "one\n")).toEqual([]);
	expect(times([record(0, 1)], "")).toEqual([]);
});

test("within a tenth of a second one word is enough, and a pair that a crash cut in two is written over", async () => {
	const log = join(folder, "a.log");
	let now = 1_000;
	const first = new TimesWriter(log, () => now);
	first.note(0);
	now = 1_099;
	first.note(4);
	now = 1_100;
	first.note(8);
	first.close();
	truncateSync(join(folder, "a.log.times"), 16 + 5);
	now = 2_000;
	const second = new TimesWriter(log, () => now);
	second.note(8);
	second.close();
	const bytes = Buffer.from("one\ntwo\nthree\n");
	expect(await new LogTimes(log).of(0, bytes)).toEqual([
		{ line: 0, at: 1_000 },
		{ line: 2, at: 2_000 },
	]);
});

test("of a place that is written again the first word holds, also when read on as it grows", async () => {
	const log = join(folder, "a.log");
	let now = 1_000;
	const writer = new TimesWriter(log, () => now);
	const reader = new LogTimes(log);
	expect(await reader.of(0, Buffer.from("x\n"))).toEqual([]);
	writer.note(0);
	expect(await reader.of(0, Buffer.from("x\n"))).toEqual([{ line: 0, at: 1_000 }]);
	now = 5_000;
	writer.note(0);
	now = 6_000;
	writer.note(2);
	expect(await reader.of(0, Buffer.from("x\ny\n"))).toEqual([
		{ line: 0, at: 1_000 },
		{ line: 1, at: 6_000 },
	]);
	writer.close();
});

test("a step's lines have their times, whichever part is read, after its older bytes are gone, too", async () => {
	let now = 0;
	const logs = makeLogs(folder, 200, () => now);
	const spool = { stdout: join(folder, "out"), stderr: join(folder, "err"), logStart: join(folder, "start") };
	const line = (n: number) => `line ${String(n).padStart(3, "0")} of twenty\n`;
	for (let n = 0; n < 40; n++) {
		now += 1_000;
		if (n === 0) writeFileSync(spool.stdout, line(n));
		else appendFileSync(spool.stdout, line(n));
		// Each of them takes over from the one before it.
		await followSpool(logs, { buildId: "b", stepIndex: 0 }, spool, new Masker([])).finish();
	}
	const path = logs.path("b", 0, "stdout");
	const { content, lineCount, times: seen } = await readLines(path, { offset: 0, limit: 100 });
	const lines = content.split("\n").slice(0, -1);
	expect(lines[0]).toMatch(/bytes are not kept/);
	expect(lineCount).toBeLessThan(40);
	for (const [index, text] of lines.entries()) {
		if (index === 0) continue;
		const at = seen.findLast((time) => time.line <= index)?.at;
		expect(at, text).toBe((Number(text.slice(5, 8)) + 1) * 1_000);
	}
	const last = await readLines(path, { offset: lineCount - 1, limit: 1 });
	expect(last.times).toEqual([{ line: 0, at: 40_000 }]);
});
