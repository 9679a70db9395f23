import { fstatSync, readSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";

/*
 * A log beyond its limit keeps its newest bytes behind a line that says how many older ones are gone. Places in a log
 * are counted as if nothing had been removed, so that readers, and whoever goes on writing, need not know of it: the
 * line is the one place where the number is kept, and the file gets it by a rename, together with the bytes it speaks of.
 */
const digits = 15;
const marker = (removed: number | string) =>
	`[oore] The log is longer than its limit: the first ${String(removed).padStart(digits, "0")} bytes are not kept.\n`;
const shape = new RegExp(
	`^${marker("N")
		.replace(/[.[\]]/g, "\\$&")
		.replace(/0*N/, `(\\d{${digits}})`)}$`,
);

/** Bytes of the line. */
export const markerBytes = Buffer.byteLength(marker(0));

/** How a log's file holds its bytes: byte `n` of the log is at `n - removed + header`. */
export interface Extent {
	/** Bytes of the log that are gone. */
	readonly removed: number;
	/** Bytes of the line that says so; 0 while nothing is gone. */
	readonly header: number;
	/** Bytes of the log so far, those that are gone included. */
	readonly length: number;
}

export function extentOf(fd: number): Extent {
	const start = Buffer.alloc(markerBytes);
	const read = readSync(fd, start, 0, markerBytes, 0);
	const removed = Number(shape.exec(start.toString("latin1", 0, read))?.[1] ?? 0);
	const header = removed > 0 ? markerBytes : 0;
	return { removed, header, length: removed + fstatSync(fd).size - header };
}

/** The line of a log of which so many bytes are gone. */
export function markerOf(removed: number): string {
	return marker(removed);
}

const chunkBytes = 1024 * 1024;
/** A line's end is looked for in so many bytes behind the cut. */
const alignBytes = 64 * 1024;

/** Keep the newest `keepBytes` or a little less, from the beginning of a line if one begins soon. The file is replaced. */
export async function trimLog(path: string, keepBytes: number): Promise<void> {
	await using old = await open(path, "r");
	const { removed, header, length } = extentOf(old.fd);
	const from = await lineStart(old, Math.max(header, length - removed + header - keepBytes));
	const making = `${path}.trimming`;
	await rm(making, { force: true });
	await using made = await open(making, "wx", 0o600);
	await made.write(marker(removed + from - header));
	const buffer = Buffer.allocUnsafe(chunkBytes);
	for (let at = from; ; ) {
		const { bytesRead } = await old.read(buffer, 0, chunkBytes, at);
		if (bytesRead === 0) break;
		await made.write(buffer, 0, bytesRead);
		at += bytesRead;
	}
	await made.datasync();
	await rename(making, path);
}

/** At `from` or behind it. */
async function lineStart(file: FileHandle, from: number): Promise<number> {
	const buffer = Buffer.allocUnsafe(alignBytes);
	// One byte more in front: a line that begins at `from` itself is whole.
	const { bytesRead } = await file.read(buffer, 0, alignBytes, from - 1);
	const newline = buffer.subarray(0, bytesRead).indexOf(10);
	if (newline >= 0) return from + newline;
	// A line longer than that is cut inside; not inside of a character, though.
	let at = 0;
	while (at < Math.min(4, bytesRead - 1) && ((buffer[at + 1] as number) & 0xc0) === 0x80) at++;
	return from + at;
}
