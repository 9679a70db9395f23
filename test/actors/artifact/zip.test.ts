import { appendFileSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ZippedFile, zipOf } from "#actors/artifact/zip.ts";
import { centralRecord, dataDescriptor, endRecords, localHeader } from "#actors/artifact/zip-records.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "oore-zip-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modifiedAt = Date.UTC(2026, 0, 2, 3, 4, 5);

function file(name: string, content: string | Buffer): ZippedFile {
	const path = join(folder, name.replaceAll("/", "_"));
	writeFileSync(path, content);
	return { path, name, sizeBytes: Buffer.byteLength(content), modifiedAt };
}

/** Names and contents by the central directory (APPNOTE 4.3.12), every record looked at. */
function read(archive: Buffer): [string, string][] {
	const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
	const files: [string, string][] = [];
	let at = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
		const size = archive.readUInt32LE(at + 24);
		const [names, extra] = [archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30)];
		const name = archive.subarray(at + 46, at + 46 + names);
		const local = archive.readUInt32LE(at + 42);
		expect(archive.readUInt32LE(local)).toBe(0x04034b50);
		expect(archive.subarray(local + 30, local + 30 + names)).toEqual(name);
		const start = local + 30 + names + archive.readUInt16LE(local + 28);
		const body = archive.subarray(start, start + size);
		expect(archive.readUInt32LE(at + 16)).toBe(crc32(body));
		expect(archive.readUInt32LE(start + size)).toBe(0x08074b50);
		expect(archive.readUInt32LE(start + size + 4)).toBe(crc32(body));
		// Seconds of the time stamp in UTC, behind its tag, length and flag.
		expect(archive.readUInt32LE(at + 46 + names + 5)).toBe(modifiedAt / 1_000);
		files.push([name.toString(), body.toString()]);
		at += 46 + names + extra;
	}
	expect(at).toBe(end);
	return files;
}

test("files come out as they went in, and the size is known before", async () => {
	const files = [file("a.txt", "one"), file("empty", ""), file("d/é 日.bin", "x".repeat(3_000_000))];
	const { stream, sizeBytes } = zipOf(files);
	const archive = await buffer(stream);
	expect(archive.length).toBe(sizeBytes);
	expect(read(archive)).toEqual([
		["a.txt", "one"],
		["empty", ""],
		["d/é 日.bin", "x".repeat(3_000_000)],
	]);
});

test.each([0, 1, 1_200])("an archive of %d files is as long as was said", async (count) => {
	const one = file("one", "1");
	const names = Array.from({ length: count }, (_, i) => `a/folder/with/a/longer/name/${i}.txt`);
	const { stream, sizeBytes } = zipOf(names.map((name) => ({ ...one, name })));
	const archive = await buffer(stream);
	expect(archive.length).toBe(sizeBytes);
	expect(read(archive).map(([name]) => name)).toEqual(names);
});

test("more files than 16 bits can count make an end of zip64", () => {
	const end = endRecords(70_000, 5_000_000, 9_000_000);
	expect([end.length, end.readUInt32LE(0), end.readUInt32LE(56)]).toEqual([56 + 20 + 22, 0x06064b50, 0x07064b50]);
	const [here, inAll, directoryBytes, offset] = numbers(end.subarray(24, 56));
	expect([here, inAll, directoryBytes, offset]).toEqual([70_000, 70_000, 5_000_000, 9_000_000]);
	expect(Number(end.readBigUInt64LE(56 + 8))).toBe(14_000_000);
	expect([end.readUInt16LE(76 + 10), end.readUInt32LE(76 + 16)]).toEqual([0xffff, 9_000_000]);
});

test("what does not fit into 32 bits stands in the zip64 field, and only that", () => {
	const [small, large] = [7, 5 * 2 ** 30];
	const entry = (sizeBytes: number, offset: number) => ({ name: Buffer.from("n"), sizeBytes, modifiedAt, offset });
	// Behind the name, the field of the time, and its own tag and length.
	const zip64Of = (sizeBytes: number, offset: number) =>
		numbers(centralRecord(entry(sizeBytes, offset), 1).subarray(46 + 1 + 9 + 4));
	expect(zip64Of(small, small)).toEqual([]);
	expect(zip64Of(large, small)).toEqual([large, large]);
	expect(zip64Of(small, large)).toEqual([large]);
	expect(zip64Of(large, large)).toEqual([large, large, large]);
	const sizes = [small, 0xfffffffe, 0xffffffff, large];
	expect(sizes.map((size) => localHeader(entry(size, 0)).length)).toEqual([31, 31, 51, 51]);
	expect(sizes.map((size) => dataDescriptor(entry(size, 0), 1).length)).toEqual([16, 16, 24, 24]);
});

test("a file that went, or changed, ends the archive with an error", async () => {
	const [kept, gone, grown] = [file("kept", "1"), file("gone", "2"), file("grown", "3")];
	rmSync(gone.path);
	appendFileSync(grown.path, "more");
	await expect(buffer(zipOf([kept, gone]).stream)).rejects.toThrow("ENOENT");
	await expect(buffer(zipOf([kept, grown]).stream)).rejects.toThrow("has 5 bytes instead of 1");
});

test.runIf(process.platform === "linux")("a reader that leaves in the middle leaves no file open", async () => {
	const large = file("large", Buffer.alloc(20_000_000));
	const { stream } = zipOf([large]);
	for await (const chunk of stream) if ((chunk as Buffer).length > 1_000) break;
	await expect.poll(() => openFiles().includes(large.path)).toBe(false);
});

function openFiles(): string[] {
	return readdirSync("/proc/self/fd").map((fd) => {
		try {
			return readlinkSync(`/proc/self/fd/${fd}`);
		} catch {
			return "";
		}
	});
}

function numbers(bytes: Buffer): number[] {
	return Array.from({ length: bytes.length / 8 }, (_, i) => Number(bytes.readBigUInt64LE(8 * i)));
}
