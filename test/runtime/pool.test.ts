import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Digests, inlineBytes, makeDigests } from "#runtime/pool.ts";

const expected = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
let folder: string;
let digests: Digests;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "oore-pool-"));
	digests = makeDigests();
});
afterAll(async () => {
	await digests.close();
	rmSync(folder, { recursive: true, force: true });
});

test.each([0, 1, inlineBytes, inlineBytes + 1, 3 * inlineBytes])(
	"%i bytes have one digest, from memory or from a file",
	async (size) => {
		const bytes = Buffer.alloc(size, 0x61);
		const path = join(folder, String(size));
		writeFileSync(path, bytes);
		expect(await digests.sha256(bytes)).toBe(expected(bytes));
		expect(await digests.sha256({ path })).toBe(expected(bytes));
	},
);

test("a file that is not there is an error, not a digest", async () => {
	await expect(digests.sha256({ path: join(folder, "nothing") })).rejects.toThrow(/ENOENT/);
});

test("a task that never ends is ended, and the next one runs", async () => {
	const worker = join(folder, "stuck.mjs");
	writeFileSync(worker, "export default (source) => { if (source.byteLength % 2) for (;;); return 'done'; };");
	const stuck = makeDigests({ worker: new URL(`file://${worker}`), timeoutMs: 300 });
	await expect(stuck.sha256(Buffer.alloc(inlineBytes + 1))).rejects.toThrow();
	expect(await stuck.sha256(Buffer.alloc(inlineBytes + 2))).toBe("done");
	await stuck.close();
});
