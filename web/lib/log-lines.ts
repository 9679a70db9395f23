import type { LineTime } from "#http/contract/logs.ts";

/** Lines that are fetched and forgotten together. */
export const chunkLines = 500;
/** Chunks kept; those looked at longest ago go first. */
const mostChunks = 60;

interface Chunk {
	readonly lines: string[];
	/** ms since 1970; undefined where nobody noted it. */
	readonly times: (number | undefined)[];
}

/** A part of a log, as the API and its stream tell it. */
export interface LogPart {
	readonly content: string;
	readonly times: readonly LineTime[];
}

/**
 * The lines of a log that a page knows, by number. What is at its end comes by the stream and by nothing else: a part
 * that was fetched meanwhile may know more of the file, and is kept only up to there.
 */
export class LogLines {
	readonly #chunks = new Map<number, Chunk>();
	/** Lines so far; the last of them may still grow. */
	#count = 0;
	#endsOpen = false;
	/** Nothing comes by the stream any more. */
	#closed = false;

	get count(): number {
		return this.#count;
	}

	/** With its newline, the last perhaps without; undefined while it is not known. */
	line(at: number): string | undefined {
		return this.#chunks.get(chunkOf(at))?.lines[at % chunkLines];
	}

	/** When it came, in ms since 1970. */
	time(at: number): number | undefined {
		return this.#chunks.get(chunkOf(at))?.times[at % chunkLines];
	}

	/** Chunks of these lines that are not known; those that are count as looked at. */
	missing(from: number, to: number): number[] {
		const missing: number[] = [];
		for (let index = chunkOf(from); index <= chunkOf(Math.max(from, Math.min(to, this.#count) - 1)); index++) {
			const chunk = this.#chunks.get(index);
			if (chunk === undefined || isHoley(chunk, this.#linesIn(index))) missing.push(index);
			else this.#touch(index, chunk);
		}
		return missing;
	}

	/** Lines of a chunk that the whole log has of it by now. */
	#linesIn(index: number): number {
		return Math.min(chunkLines, this.#count - index * chunkLines);
	}

	/** The end of the log as it was read: from here on the stream goes on. @param upTo number of the line behind it */
	begin(from: number, upTo: number, part: LogPart): void {
		this.#chunks.clear();
		this.#count = upTo;
		this.#endsOpen = part.content !== "" && !part.content.endsWith("\n");
		this.#put(from, part);
	}

	/** A part from somewhere. */
	keep(from: number, part: LogPart, countOfAll: number): void {
		if (this.#closed) this.#count = Math.max(this.#count, countOfAll);
		this.#put(from, part);
	}

	/** What comes at the end; its first line may go on the last one. */
	append({ content, times }: LogPart): void {
		const lines = linesOf(content);
		const known = timesOf(times, lines.length);
		for (const [n, line] of lines.entries()) {
			const last = this.#count - 1;
			if (this.#endsOpen) this.#set(last, (this.line(last) ?? "") + line, this.time(last) ?? known[n]);
			else this.#set(this.#count++, line, known[n]);
			this.#endsOpen = !line.endsWith("\n");
		}
		this.#forgetOld();
	}

	close(): void {
		this.#closed = true;
	}

	#put(from: number, { content, times }: LogPart): void {
		const lines = linesOf(content);
		const known = timesOf(times, lines.length);
		// The line that still grows is the stream's.
		const end = this.#count - (this.#endsOpen && !this.#closed && this.line(this.#count - 1) !== undefined ? 1 : 0);
		for (const [n, line] of lines.entries()) if (from + n < end) this.#set(from + n, line, known[n]);
		this.#forgetOld();
	}

	#set(at: number, line: string, time: number | undefined): void {
		const index = chunkOf(at);
		const chunk = this.#chunks.get(index) ?? { lines: [], times: [] };
		chunk.lines[at % chunkLines] = line;
		chunk.times[at % chunkLines] = time;
		this.#touch(index, chunk);
	}

	#touch(index: number, chunk: Chunk): void {
		this.#chunks.delete(index);
		this.#chunks.set(index, chunk);
	}

	/** The end stays: what is appended needs it. */
	#forgetOld(): void {
		for (const index of this.#chunks.keys()) {
			if (this.#chunks.size <= mostChunks) return;
			if (index < chunkOf(this.#count - 1)) this.#chunks.delete(index);
		}
	}
}

function chunkOf(line: number): number {
	return Math.floor(Math.max(0, line) / chunkLines);
}

function isHoley({ lines }: Chunk, wanted: number): boolean {
	for (let n = 0; n < wanted; n++) if (lines[n] === undefined) return true;
	return false;
}

/** Each with its newline, the last perhaps without. */
export function linesOf(text: string): string[] {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** One for each line, of times that are named where they change. */
function timesOf(times: readonly LineTime[], count: number): (number | undefined)[] {
	const all: (number | undefined)[] = [];
	for (const { line, at } of times) all[line] = Date.parse(at);
	for (let n = 1; n < count; n++) all[n] ??= all[n - 1];
	return all;
}
