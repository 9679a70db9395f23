import { openIfThere } from "./open-if-there.ts";

export interface Matches {
	/** Lines that match, all of them. */
	readonly count: number;
	/** Of the first 5,000, counted from 0. */
	readonly lines: readonly number[];
}

/** What is looked for, in a log that is read chunk by chunk. */
interface Finder {
	/** Bytes that a chunk repeats of the one before it, so that nothing is missed where they meet. */
	readonly overlap: number;
	/** Look into a chunk: answers where the next match from a place on is, or -1. */
	in(chunk: Buffer, isFirst: boolean, isLast: boolean): (from: number) => number;
}

const newline = 10;
const chunkBytes = 1024 * 1024;
const mostLines = 5_000;

/** Lines of a log with a text, small and capital ASCII letters alike, by streaming: the file may be of any size. */
export function searchLog(path: string, text: string, signal: AbortSignal): Promise<Matches> {
	const wanted = lowered(Buffer.from(text, "utf8"));
	const finder: Finder = {
		overlap: wanted.length - 1,
		in: (chunk) => {
			const low = lowered(chunk);
			return (from) => low.indexOf(wanted, from);
		},
	};
	return scan(path, finder, signal);
}

/** As tools of all kinds say that something went wrong; nothing in it looks further than a few letters. */
const errorWords =
	/(?<!\b(?:0|no|without) )(?:(?:error|exception)\b|\b(?:failed|failure|fatal|panic|panicked)\b|\bERR!|\[E\]|\xe2\x9c[\x96\x97])/gi;
const longestWord = 24;

/** Lines that speak of an error, in the same way. */
export function findErrors(path: string, signal: AbortSignal): Promise<Matches> {
	const finder: Finder = {
		// As much before a word, for what may stand there, as behind it.
		overlap: 2 * longestWord,
		in: (chunk, isFirst, isLast) => {
			const text = chunk.toString("latin1");
			const end = isLast ? text.length : text.length - longestWord;
			return (from) => {
				errorWords.lastIndex = isFirst ? from : Math.max(from, longestWord);
				const at = errorWords.exec(text)?.index ?? end;
				return at < end ? at : -1;
			};
		},
	};
	return scan(path, finder, signal);
}

async function scan(path: string, finder: Finder, signal: AbortSignal): Promise<Matches> {
	await using file = await openIfThere(path);
	if (!file) return { count: 0, lines: [] };
	const lines: number[] = [];
	let count = 0;
	/** At the chunk's first byte. */
	let line = 0;
	let lastMatch = -1;
	const { size } = await file.stat();
	const buffer = Buffer.allocUnsafe(chunkBytes + finder.overlap);
	let kept = 0;
	for (let position = 0; ; ) {
		signal.throwIfAborted();
		const { bytesRead } = await file.read(buffer, kept, chunkBytes, position);
		if (bytesRead === 0) return { count, lines };
		const isFirst = position === 0;
		position += bytesRead;
		const chunk = buffer.subarray(0, kept + bytesRead);
		const next = finder.in(chunk, isFirst, position >= size);
		let found = line;
		let from = 0;
		for (let at = next(0); at >= 0; at = next(from)) {
			found += newlinesIn(chunk, from, at);
			if (found !== lastMatch && count++ < mostLines) lines.push(found);
			lastMatch = found;
			// One match a line is enough: on to the next one.
			from = chunk.indexOf(newline, at);
			if (from < 0) break;
		}
		kept = Math.min(finder.overlap, chunk.length);
		line += newlinesIn(chunk, 0, chunk.length - kept);
		buffer.copyWithin(0, chunk.length - kept, chunk.length);
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
