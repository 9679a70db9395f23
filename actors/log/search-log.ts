import { openIfThere } from "./open-if-there.ts";

export interface Matches {
	/** Lines that have the text, all of them. */
	readonly count: number;
	/** Of the first 5,000, counted from 0. */
	readonly lines: readonly number[];
}

const newline = 10;
const chunkBytes = 1024 * 1024;
const mostLines = 5_000;

/**
 * Lines of a log with a text, small and capital ASCII letters alike, by streaming: the file may be of any size. A chunk
 * overlaps the next one by the text's length, so that nothing is missed where they meet.
 */
export async function searchLog(path: string, text: string, signal: AbortSignal): Promise<Matches> {
	const wanted = lowered(Buffer.from(text, "utf8"));
	await using file = await openIfThere(path);
	if (!file) return { count: 0, lines: [] };
	const lines: number[] = [];
	let count = 0;
	let line = 0;
	let lastMatch = -1;
	const buffer = Buffer.allocUnsafe(chunkBytes + wanted.length);
	let kept = 0;
	for (let position = 0; ; ) {
		signal.throwIfAborted();
		const { bytesRead } = await file.read(buffer, kept, chunkBytes, position);
		if (bytesRead === 0) return { count, lines };
		position += bytesRead;
		const chunk = lowered(buffer.subarray(0, kept + bytesRead));
		let from = 0;
		for (let at = chunk.indexOf(wanted); at >= 0; at = chunk.indexOf(wanted, from)) {
			line += newlinesIn(chunk, from, at);
			from = at + 1;
			if (line === lastMatch) continue;
			lastMatch = line;
			if (count++ < mostLines) lines.push(line);
			// One match a line is enough: on to the next one.
			const end = chunk.indexOf(newline, at);
			if (end < 0) break;
			line += newlinesIn(chunk, from, end);
			from = end;
		}
		kept = Math.min(wanted.length - 1, chunk.length);
		const passed = Math.max(from, chunk.length - kept);
		line += newlinesIn(chunk, from, passed);
		kept = chunk.length - passed;
		buffer.copyWithin(0, passed, chunk.length);
	}
}

function newlinesIn(bytes: Buffer, from: number, to: number): number {
	let count = 0;
	for (let at = bytes.indexOf(newline, from); at >= 0 && at < to; at = bytes.indexOf(newline, at + 1)) count++;
	return count;
}

/** A copy with small ASCII letters; bytes of other characters stay. */
function lowered(bytes: Buffer): Buffer {
	const copy = Buffer.allocUnsafe(bytes.length);
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at] as number;
		copy[at] = byte >= 65 && byte <= 90 ? byte + 32 : byte;
	}
	return copy;
}
