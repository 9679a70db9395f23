import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { centralRecord, dataDescriptor, endRecords, localHeader, type ZipEntry } from "./zip-records.ts";

export interface ZippedFile {
	readonly path: string;
	/** In the archive, with `/` between names. */
	readonly name: string;
	readonly sizeBytes: number;
	/** ms since 1970. */
	readonly modifiedAt: number;
}

export interface Zip {
	readonly stream: Readable;
	/** Known before the first byte: nothing is compressed, because artifacts are archives themselves. */
	readonly sizeBytes: number;
}

type Entry = ZipEntry & { readonly path: string };

const chunkBytes = 1024 * 1024;

/** An archive of files as they lie, made while it is read: nothing is held in memory. Beyond 4 GB or 65,534 files as zip64. */
export function zipOf(files: readonly ZippedFile[]): Zip {
	const { entries, directoryAt } = laidOut(files);
	const directoryBytes = lengthOf(entries.map((entry) => centralRecord(entry, 0)));
	const sizeBytes = directoryAt + directoryBytes + endRecords(entries.length, directoryBytes, directoryAt).length;
	const stream = Readable.from(archive(entries, directoryAt), { objectMode: false, highWaterMark: chunkBytes });
	return { stream, sizeBytes };
}

function laidOut(files: readonly ZippedFile[]): { entries: Entry[]; directoryAt: number } {
	let offset = 0;
	const entries = files.map(({ name, ...file }) => {
		const entry = { ...file, name: Buffer.from(name), offset };
		offset += lengthOf([localHeader(entry), dataDescriptor(entry, 0)]) + entry.sizeBytes;
		return entry;
	});
	return { entries, directoryAt: offset };
}

async function* archive(entries: readonly Entry[], directoryAt: number): AsyncGenerator<Buffer> {
	const directory: Buffer[] = [];
	for (const entry of entries) {
		yield localHeader(entry);
		const checksum = yield* bytesOf(entry);
		yield dataDescriptor(entry, checksum);
		directory.push(centralRecord(entry, checksum));
	}
	yield Buffer.concat([...directory, endRecords(entries.length, lengthOf(directory), directoryAt)]);
}

/** A file as it lies; answers its checksum. One that changed or went meanwhile ends the archive, rather than being left out unsaid. */
async function* bytesOf({ path, sizeBytes }: Entry): AsyncGenerator<Buffer, number> {
	let checksum = 0;
	let read = 0;
	for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
		checksum = crc32(chunk, checksum);
		read += chunk.length;
		yield chunk;
	}
	if (read !== sizeBytes) throw new Error(`${path} has ${read} bytes instead of ${sizeBytes}.`);
	return checksum;
}

function lengthOf(buffers: readonly Buffer[]): number {
	return buffers.reduce((sum, { length }) => sum + length, 0);
}
