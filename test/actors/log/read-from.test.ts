import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { readFrom } from "#actors/log/read-from.ts";

const root = mkdtempSync(join(tmpdir(), "oore-read-"));
const path = join(root, "log");
afterAll(() => rmSync(root, { recursive: true }));

/** All of a file that is whole, in pieces of so many bytes. */
async function inPieces(maxBytes: number): Promise<string> {
	let text = "";
	for (let offset = 0; ; ) {
		const piece = await readFrom(path, offset, maxBytes, true);
		if (piece.text === "") return text;
		text += piece.text;
		offset = piece.nextOffset;
	}
}

test("a file that is not there is empty", async () => {
	expect(await readFrom(join(root, "none"), 5, 10)).toMatchObject({ text: "", nextOffset: 5 });
});

test("behind the end there is nothing yet", async () => {
	writeFileSync(path, "abc");
	expect(await readFrom(path, 3, 10)).toMatchObject({ text: "", nextOffset: 3 });
	expect(await readFrom(path, 9, 10)).toMatchObject({ text: "", nextOffset: 9 });
});

test("a character is never cut by the size of a read", async () => {
	writeFileSync(path, "ab🥊cd");
	expect(await readFrom(path, 0, 5)).toMatchObject({ text: "ab", nextOffset: 2 });
	expect(await readFrom(path, 2, 5)).toMatchObject({ text: "🥊c", nextOffset: 7 });
});

test("a character that is still being written is waited for", async () => {
	const bytes = Buffer.from("a🥊");
	for (let length = 1; length < bytes.length; length++) {
		writeFileSync(path, bytes.subarray(0, length));
		expect(await readFrom(path, 0, 100)).toMatchObject({ text: "a", nextOffset: 1 });
	}
	writeFileSync(path, bytes);
	expect(await readFrom(path, 1, 100)).toMatchObject({ text: "🥊", nextOffset: 5 });
});

test("of a whole file the last bytes are given as they are", async () => {
	writeFileSync(path, Buffer.from([97, 0xf0, 0x9f]));
	expect(await readFrom(path, 0, 100, true)).toMatchObject({ text: "a\ufffd", nextOffset: 3 });
});

test("bytes that can become no character are not waited for", async () => {
	for (const bytes of [[0xff], [0xc0], [0x80, 0x80, 0x80, 0x80]]) {
		writeFileSync(path, Buffer.from(bytes));
		expect((await readFrom(path, 0, 100)).nextOffset).toBe(bytes.length);
	}
});

test("pieces of any size join to the text of the whole, whatever the bytes", async () => {
	const bytes = fc.oneof(
		fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
		fc.string({ unit: "binary", maxLength: 40 }).map((text) => Buffer.from(text)),
		fc.array(fc.constantFrom(0x61, 0x80, 0x9f, 0xc3, 0xe2, 0xed, 0xf0, 0xff), { maxLength: 40 }).map(Buffer.from),
	);
	await fc.assert(
		fc.asyncProperty(bytes, fc.integer({ min: 4, max: 20 }), async (content, size) => {
			writeFileSync(path, content);
			expect(await inPieces(size)).toBe(content.toString("utf8"));
		}),
		{ numRuns: 200 },
	);
});
