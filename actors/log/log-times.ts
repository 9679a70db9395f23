import { closeSync, constants, fstatSync, openSync, writeSync } from "node:fs";
import { openIfThere } from "./open-if-there.ts";

/*
 * When the bytes of a log came: a file beside it of pairs of doubles (little endian), a byte of the log and the time,
 * in ms since 1970, from which on it and what follows was seen. A pair is written before the bytes it speaks of, so
 * whoever sees a byte knows its age. A follower that takes over may write a place again: the first word holds.
 */
const newline = 10;
const recordBytes = 16;
/** How exact times are: within so long, one pair is enough. Bounds the file to 576 kB an hour. */
const stepMs = 100;

/** From this line of a text on, until the next one that is named, lines came at this time. */
export interface LineTime {
	/** Counted from 0 in the text. */
	readonly line: number;
	/** ms since 1970. */
	readonly at: number;
}

function pathOf(log: string): string {
	return `${log}.times`;
}

/** Notes when a log grows; of one writer. */
export class TimesWriter {
	readonly #log: string;
	readonly #now: () => number;
	#open: { readonly fd: number; position: number } | undefined;
	#last = Number.NEGATIVE_INFINITY;

	/** @param log path of the log, whose folder is there by the first note */
	constructor(log: string, now: () => number) {
		this.#log = log;
		this.#now = now;
	}

	/** What is written from this byte of the log on, is written now. */
	note(offset: number): void {
		const at = this.#now();
		if (at < this.#last + stepMs) return;
		this.#last = at;
		const file = this.#file();
		const record = new DataView(new ArrayBuffer(recordBytes));
		record.setFloat64(0, offset, true);
		record.setFloat64(8, at, true);
		writeSync(file.fd, record, 0, recordBytes, file.position);
		file.position += recordBytes;
	}

	close(): void {
		if (this.#open) closeSync(this.#open.fd);
		this.#open = undefined;
	}

	#file(): { readonly fd: number; position: number } {
		if (this.#open) return this.#open;
		const fd = openSync(pathOf(this.#log), constants.O_WRONLY | constants.O_CREAT, 0o600);
		// A pair that a crash cut in two is written over.
		const whole = Math.floor(fstatSync(fd).size / recordBytes);
		this.#open = { fd, position: whole * recordBytes };
		return this.#open;
	}
}

/** The times of a log, read on as it grows. */
export class LogTimes {
	readonly #log: string;
	#position = 0;
	#records: { readonly offset: number; readonly at: number }[] = [];

	constructor(log: string) {
		this.#log = log;
	}

	/** When the lines of a part of the log came: a line is as old as its first byte. Parts are asked for in order. */
	async of(from: number, bytes: Buffer): Promise<LineTime[]> {
		await this.#readOn();
		// Nobody asks for what lies before: one word about it is enough.
		const covering = this.#records.findLastIndex(({ offset }) => offset <= from);
		if (covering > 0) this.#records.splice(0, covering);
		return timesOfLines(this.#records, from, bytes);
	}

	async #readOn(): Promise<void> {
		await using file = await openIfThere(pathOf(this.#log));
		if (!file) return;
		const { size } = await file.stat();
		const wanted = Math.floor((size - this.#position) / recordBytes) * recordBytes;
		if (wanted <= 0) return;
		const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, this.#position);
		for (let place = 0; place + recordBytes <= bytesRead; place += recordBytes) {
			const record = { offset: buffer.readDoubleLE(place), at: buffer.readDoubleLE(place + 8) };
			this.#position += recordBytes;
			if (record.offset > (this.#records.at(-1)?.offset ?? -1)) this.#records.push(record);
		}
	}
}

/** @package for its test */
export function timesOfLines(
	records: readonly { readonly offset: number; readonly at: number }[],
	from: number,
	bytes: Buffer,
): LineTime[] {
	const times: LineTime[] = [];
	let line = 0;
	let begin = 0;
	for (const { offset, at } of records) {
		const place = Math.max(0, offset - from);
		if (place >= bytes.length) break;
		// On to the first line that begins there or behind it.
		while (begin < place) {
			const end = bytes.indexOf(newline, begin);
			if (end < 0 || end + 1 === bytes.length) return times;
			begin = end + 1;
			line++;
		}
		if (times.at(-1)?.line === line) times.pop();
		times.push({ line, at });
	}
	return times;
}
