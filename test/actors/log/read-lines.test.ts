import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
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
