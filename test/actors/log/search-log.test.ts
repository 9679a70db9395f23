import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findErrors, searchLog } from "#actors/log/search-log.ts";

let folder: string;
let path: string;
const never = new AbortController().signal;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "oore-search-"));
	path = join(folder, "log");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("finds each line once, whatever its letters' size", async () => {
	writeFileSync(path, "An ERROR\nfine\nerror error\n\nno\nlast Error");
	expect(await searchLog(path, "eRRor", never)).toEqual({ count: 3, lines: [0, 2, 5] });
	expect(await searchLog(path, "\u00e9", never)).toEqual({ count: 0, lines: [] });
	expect(await searchLog(join(folder, "none"), "x", never)).toEqual({ count: 0, lines: [] });
});

test("finds what splitting the text into lines finds", async () => {
	await fc.assert(
		fc.asyncProperty(fc.stringMatching(/^[ab\n]{0,60}$/), fc.stringMatching(/^[ab]{1,3}$/), async (text, wanted) => {
			writeFileSync(path, text);
			const lines = text.split("\n").flatMap((line, at) => (line.includes(wanted) ? [at] : []));
			expect(await searchLog(path, wanted, never)).toEqual({ count: lines.length, lines });
		}),
		{ numRuns: 300 },
	);
});

test("misses nothing where two chunks meet, and counts what it does not name", async () => {
	const line = `${"x".repeat(99)}\n`;
	const text = line.repeat(21_000);
	const chunk = 1024 * 1024;
	const bytes = Buffer.from(text);
	bytes.write("needle", chunk - 3);
	bytes.write("needle", 2 * chunk - 1);
	writeFileSync(path, bytes);
	const at = [chunk - 3, 2 * chunk - 1].map((place) => bytes.subarray(0, place).filter((byte) => byte === 10).length);
	expect(await searchLog(path, "needle", never)).toEqual({ count: 2, lines: at });
	const all = await searchLog(path, "x", never);
	expect([all.count, all.lines.length]).toEqual([21_000, 5_000]);
});

test("finds lines that speak of an error, and not those that say there is none", async () => {
	const lines = [
		"lib/main.dart:3:1: Error: Expected ';'",
		"All 12 tests passed, 0 failed",
		"TypeError: x is not a function",
		"npm ERR! code 1",
		"✓ shows an errorless page",
		"✗ adds a line item",
		"mirrors were asked",
		"finished with no error",
		"FAILURE: Build failed with an exception.",
		"00:03 +4 -1: adds a line item [E]",
	];
	writeFileSync(path, lines.join("\n"));
	expect(await findErrors(path, never)).toEqual({ count: 6, lines: [0, 2, 3, 5, 8, 9] });
});

test("an error's word is found wherever two chunks meet in it, and no other is made of its parts", async () => {
	const chunk = 1024 * 1024;
	for (let cut = -30; cut <= 8; cut++) {
		const at = chunk + cut;
		const text = `${`${"x".repeat(63)}\n`.repeat(chunk / 64 + 2).slice(0, at - 1)} failed \nunfailed\n0 failed\n`;
		writeFileSync(path, text);
		const line = text.slice(0, at).split("\n").length - 1;
		expect(await findErrors(path, never), `${cut}`).toEqual({ count: 1, lines: [line] });
	}
});
