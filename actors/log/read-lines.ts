import { createReadStream } from "node:fs";
import { access } from "node:fs/promises";

export interface Lines {
	/** Valid UTF-8: bytes that are not become replacement characters. */
	readonly content: string;
	/** Of the whole file; a last line without a newline counts. */
	readonly lineCount: number;
}

const newline = 10;

/** Lines `offset` to `offset + limit` of a file, counted from 0, by streaming: the file may be of any size. */
export async function readLines(path: string, { offset, limit }: { offset: number; limit: number }): Promise<Lines> {
	if (!(await isThere(path))) return { content: "", lineCount: 0 };
	const kept: Buffer[] = [];
	let line = 0;
	let endsOpen = false;
	for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
		let from = 0;
		// Only where lines are wanted, chunks are cut; elsewhere newlines are counted.
		for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
			if (line >= offset && line < offset + limit) kept.push(chunk.subarray(from, at + 1));
			line++;
			from = at + 1;
		}
		if (from < chunk.length && line >= offset && line < offset + limit) kept.push(chunk.subarray(from));
		endsOpen = from < chunk.length;
	}
	return { content: Buffer.concat(kept).toString("utf8"), lineCount: line + (endsOpen ? 1 : 0) };
}

async function isThere(path: string): Promise<boolean> {
	try {
		await access(path);
		return true;
	} catch {
		return false;
	}
}
