import { chunkLines } from "./log-lines.ts";

/** How many rows lines take where they are wrapped; of those that nobody has looked at yet, one is assumed. */
export class WrappedRows {
	/** By chunk: rows beyond one of each line, and their sum. */
	readonly #more = new Map<number, { readonly lines: readonly number[]; readonly sum: number }>();

	/** @param rows of the chunk's lines, in order; answers whether anything is another now */
	set(chunk: number, rows: readonly number[]): boolean {
		const lines = rows.map((each) => each - 1);
		const before = this.#more.get(chunk)?.lines ?? [];
		if (lines.length === before.length && lines.every((each, n) => each === before[n])) return false;
		this.#more.set(chunk, { lines, sum: lines.reduce((sum, each) => sum + each, 0) });
		return true;
	}

	clear(): void {
		this.#more.clear();
	}

	/** Rows above a line; with the number of all lines, all rows. */
	above(line: number): number {
		const chunk = Math.floor(line / chunkLines);
		let rows = line;
		for (const [index, { lines, sum }] of this.#more) {
			if (index < chunk) rows += sum;
			else if (index === chunk) for (let n = 0; n < line % chunkLines; n++) rows += lines[n] ?? 0;
		}
		return rows;
	}

	/** The line that has a row, of so many. */
	lineAt(row: number, count: number): number {
		let [low, high] = [0, Math.max(0, count - 1)];
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if (this.above(middle) <= row) low = middle;
			else high = middle - 1;
		}
		return low;
	}
}

/** Rows that a text takes where so many columns are; wide characters take two. */
export function rowsOf(text: string, columns: number): number {
	let width = 0;
	for (const char of text) {
		const code = char.codePointAt(0) ?? 0;
		if (char === "\t") width += 8 - (width % 8);
		else width += code >= 0x1100 && isWide(code) ? 2 : 1;
	}
	return Math.max(1, Math.ceil(width / Math.max(1, columns)));
}

/** East Asian Wide and Fullwidth by their blocks, and pictographs (Unicode Standard Annex 11, in short). */
function isWide(code: number): boolean {
	return (
		code <= 0x115f ||
		(code >= 0x2e80 && code <= 0xa4cf) ||
		(code >= 0xac00 && code <= 0xd7a3) ||
		(code >= 0xf900 && code <= 0xfaff) ||
		(code >= 0xfe30 && code <= 0xfe6f) ||
		(code >= 0xff00 && code <= 0xff60) ||
		(code >= 0x1f300 && code <= 0x1faff) ||
		(code >= 0x20000 && code <= 0x3fffd)
	);
}
