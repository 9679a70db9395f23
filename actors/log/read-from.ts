import { open } from "node:fs/promises";

/**
 * Up to `maxBytes` of a file from a byte offset, cut where a UTF-8 character ends, so that texts read one after the
 * other can be joined. Bytes that are no UTF-8 become replacement characters. A file that is not there is empty.
 */
export async function readFrom(
	path: string,
	offset: number,
	maxBytes: number,
): Promise<{ text: string; nextOffset: number }> {
	const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return undefined;
		throw error;
	});
	if (!file) return { text: "", nextOffset: offset };
	try {
		const buffer = Buffer.allocUnsafe(maxBytes);
		const { bytesRead } = await file.read(buffer, 0, maxBytes, offset);
		// A part of a character at the very end is given as it is: more of it may never come.
		const whole = characterBoundary(buffer.subarray(0, bytesRead)) || bytesRead;
		return { text: buffer.subarray(0, whole).toString("utf8"), nextOffset: offset + whole };
	} finally {
		await file.close();
	}
}

/** Length of the buffer without a character at its end that is not complete. */
function characterBoundary(buffer: Buffer): number {
	for (let back = 1; back <= 3; back++) {
		const byte = buffer[buffer.length - back] ?? 0;
		if (byte < 0x80) break;
		if (byte < 0xc0) continue;
		const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
		return size > back ? buffer.length - back : buffer.length;
	}
	return buffer.length;
}
