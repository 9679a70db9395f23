import { characterBoundary } from "./character-boundary.ts";
import { type Mark, markBytes, marksOf } from "./line-marks.ts";
import { type LineTime, LogTimes } from "./log-times.ts";
import { openIfThere } from "./open-if-there.ts";
import { extentOf } from "./trim-log.ts";

export interface Lines {
	/** Valid UTF-8: bytes that are not become replacement characters. */
	readonly content: string;
	/** Of the whole file; a last line without a newline counts. */
	readonly lineCount: number;
	/** Byte of the log behind the last line that is given: where a stream goes on. */
	readonly nextOffset: number;
	/** When the lines came that are given. */
	readonly times: readonly LineTime[];
	/** Bytes of the log's beginning that its limit took away: the lines are counted from what is left. */
	readonly removed: number;
	/** True when the lines were too long to be given whole: `content` is their beginning. */
	readonly cut: boolean;
}

const newline = 10;
/** Of content: a line may be as long as the disk. */
const mostBytes = 16 * 1024 * 1024;

/** Lines `offset` to `offset + limit` of a file, counted from 0, by streaming: the file may be of any size. */
export async function readLines(path: string, { offset, limit }: { offset: number; limit: number }): Promise<Lines> {
	await using file = await openIfThere(path);
	if (!file) return { content: "", lineCount: 0, nextOffset: 0, times: [], removed: 0, cut: false };
	const { removed, header } = extentOf(file.fd);
	const { ino: inode, size } = await file.stat();
	const marks = marksOf(path, { inode, size, removed });
	const kept: Buffer[] = [];
	let keptBytes = 0;
	let begin = 0;
	const first = marks.findLast(({ lines }) => lines < offset) ?? (marks[0] as Mark);
	let line = first.lines;
	let endsOpen = first.inLine;
	let end = 0;
	const keepIfWanted = (chunk: Buffer, from: number, to: number, position: number) => {
		if (line < offset || line >= offset + limit || from === to) return;
		if (keptBytes === 0) begin = position + from;
		const room = mostBytes - keptBytes;
		if (room > 0) kept.push(Buffer.from(chunk.subarray(from, Math.min(to, from + room))));
		keptBytes += to - from;
	};
	const buffer = Buffer.allocUnsafe(markBytes);
	for (let position = first.position; ; ) {
		const last = marks.at(-1) as Mark;
		// All that is wanted is there: the rest is only counted, and most of it has been.
		if (line >= offset + limit && position < last.position) ({ position, lines: line, inLine: endsOpen } = last);
		const { bytesRead } = await file.read(buffer, 0, markBytes, position);
		if (bytesRead === 0) break;
		const start = position;
		position += bytesRead;
		const chunk = buffer.subarray(0, bytesRead);
		let from = 0;
		for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
			keepIfWanted(chunk, from, at + 1, start);
			if (line < offset + limit) end = start + at + 1;
			line++;
			from = at + 1;
		}
		keepIfWanted(chunk, from, chunk.length, start);
		endsOpen = from < chunk.length;
		if (line < offset + limit) end = position;
		if (start === marks.at(-1)?.position && bytesRead === markBytes)
			marks.push({ position, lines: line, inLine: endsOpen });
	}
	const cut = keptBytes > mostBytes;
	const content = Buffer.concat(kept);
	return {
		content: content.toString("utf8", 0, cut ? characterBoundary(content) : content.length),
		lineCount: line + (endsOpen ? 1 : 0),
		nextOffset: Math.max(removed, removed + end - header),
		times: content.length === 0 ? [] : await new LogTimes(path).of(removed + begin - header, content),
		removed,
		cut,
	};
}
