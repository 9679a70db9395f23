import { appendFileSync, copyFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { marksOf } from "#actors/log/line-marks.ts";
import { readLines } from "#actors/log/read-lines.ts";

const root = mkdtempSync(join(tmpdir(), "oore-lines-"));
const path = join(root, "log");
afterAll(() => rmSync(root, { recursive: true }));

test("a file that is not there has no lines", async () => {
	expect(await readLines(join(root, "none"), { offset: 0, limit: 10 })).toEqual({
		content: "",
		lineCount: 0,
		nextOffset: 0,
		times: [],
		removed: 0,
		cut: false,
	});
});

test("a folder in the log's place is an error, not an empty log", async () => {
	await expect(readLines(root, { offset: 0, limit: 10 })).rejects.toMatchObject({ code: "EISDIR" });
});

test("lines are those of the text split at newlines, whatever is asked for", async () => {
	const text = fc
		.array(fc.constantFrom("\n", "a", "bc", "ü", "\r\n", "🥊"), { maxLength: 40 })
		.map((parts) => parts.join(""));
	const number = fc.integer({ min: 0, max: 12 });
	await fc.assert(
		fc.asyncProperty(text, number, number, async (content, offset, limit) => {
			writeFileSync(path, content);
			const lines = content.match(/[^\n]*\n|[^\n]+$/g) ?? [];
			const wanted = lines.slice(offset, offset + limit).join("");
			expect(await readLines(path, { offset, limit })).toEqual({
				content: wanted,
				lineCount: lines.length,
				nextOffset: Buffer.byteLength(lines.slice(0, offset + limit).join("")),
				times: [],
				removed: 0,
				cut: false,
			});
		}),
		{ numRuns: 200 },
	);
});

test("lines longer than a read come whole, and are counted once", async () => {
	const long = "ü".repeat(700_000);
	writeFileSync(path, `first\n${long}\nlast`);
	expect(await readLines(path, { offset: 1, limit: 1 })).toMatchObject({
		content: `${long}\n`,
		lineCount: 3,
		times: [],
		cut: false,
	});
	expect(await readLines(path, { offset: 2, limit: 5 })).toMatchObject({ content: "last", lineCount: 3, cut: false });
});

test("bytes that are no UTF-8 become replacement characters", async () => {
	writeFileSync(path, Buffer.from([97, 0xff, 10, 0xc3]));
	expect((await readLines(path, { offset: 0, limit: 9 })).content).toBe("a\ufffd\n\ufffd");
});

test("of one endless line the beginning is given, cut between characters, and it says so", async () => {
	writeFileSync(path, `a${"🥊".repeat(5_000_000)}\nend\n`);
	const { content, lineCount, cut } = await readLines(path, { offset: 0, limit: 2 });
	expect({ lineCount, cut }).toEqual({ lineCount: 2, cut: true });
	expect(Buffer.byteLength(content)).toBeLessThanOrEqual(16 * 1024 * 1024);
	expect(content.endsWith("🥊")).toBe(true);
	expect((await readLines(path, { offset: 1, limit: 2 })).content).toBe("end\n");
});

test("whoever asks again, somewhere else or of a log that has grown or was cut, gets what the file has", async () => {
	const path = join(root, "growing");
	const line = (n: number) => (n % 7 === 0 ? "\n" : `${n} ${"x".repeat((n * 37) % 400)}\n`);
	const all = Array.from({ length: 8_000 }, (_, n) => line(n));
	let written = 0;
	const grow = (to: number, more = "") => {
		appendFileSync(path, all.slice(written, to).join("") + more);
		written = to;
	};
	writeFileSync(path, "");
	const same = async (offset: number, limit: number, tail = "") => {
		const lines = tail === "" ? all.slice(0, written) : [...all.slice(0, written), tail];
		const given = await readLines(path, { offset, limit });
		expect(given.content === lines.slice(offset, offset + limit).join(""), `${offset}+${limit} of ${written}`).toBe(
			true,
		);
		expect([given.lineCount, given.nextOffset]).toEqual([
			lines.length,
			limit === 0 ? 0 : Buffer.byteLength(lines.slice(0, offset + limit).join("")),
		]);
	};
	for (const to of [3_000, 5_001, 8_000]) {
		grow(to);
		for (const [offset, limit] of [
			[0, 0],
			[0, 1],
			[to - 1, 5],
			[to + 5, 5],
			[1_400, 300],
			[2_999, 2],
			[0, 10_000],
		])
			await same(offset as number, limit as number);
	}
	grow(8_000, "open");
	await same(7_999, 9, "open");
	// Two at once, of a file that nobody has counted yet.
	const copy = join(root, "copy");
	copyFileSync(path, copy);
	const both = await Promise.all([0, 7_000].map((offset) => readLines(copy, { offset, limit: 2 })));
	expect(both.map(({ content }) => content)).toEqual([0, 7_000].map((n) => line(n) + line(n + 1)));
	expect((await readLines(copy, { offset: 7_998, limit: 1 })).content).toBe(line(7_998));
	// Another file in its place, as when older bytes go.
	writeFileSync(`${path}.new`, "short\nfile\n");
	renameSync(`${path}.new`, path);
	expect(await readLines(path, { offset: 1, limit: 1 })).toMatchObject({ content: "file\n", lineCount: 2 });
});

test("a log that was cut twice may be on the inode that it had before: what was counted of that holds no more", () => {
	const before = marksOf("log", { inode: 7, size: 900_000, removed: 0 });
	before.push({ position: 262_144, lines: 3_000, inLine: false });
	expect(marksOf("log", { inode: 7, size: 950_000, removed: 0 })).toBe(before);
	expect(marksOf("log", { inode: 7, size: 950_000, removed: 500_000 })).toEqual([
		{ position: 0, lines: 0, inLine: false },
	]);
});

test("a log whose last byte is the last of a chunk ends as it does", async () => {
	for (const [end, lines] of [
		["\n", 1],
		["x", 1],
		["\nx", 2],
	] as const) {
		const chunk = join(root, `chunk-${lines}-${end.length}`);
		writeFileSync(chunk, `${"x".repeat(256 * 1024 - end.length)}${end}`);
		for (let again = 0; again < 3; again++)
			expect((await readLines(chunk, { offset: 0, limit: 0 })).lineCount, JSON.stringify(end)).toBe(lines);
	}
});
