import { closeSync, constants, fdatasync, fstatSync, mkdirSync, openSync, read, statSync, write } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { Stream } from "#db/vocabulary.ts";
import { whenDiskFull } from "../disk-full.ts";
import type { Logs } from "../doors.ts";
import type { Spool } from "./follow-spool.ts";
import { readLogStart } from "./log-start.ts";
import { TimesWriter } from "./log-times.ts";
import type { Masker } from "./masker.ts";
import { extentOf, trimLog } from "./trim-log.ts";

const readBytes = promisify(read);
const writeBytes = promisify(write);
const sync = promisify(fdatasync);

/** Bytes moved at a time: bounds memory. */
const batchBytes = 1024 * 1024;

interface Files {
	readonly spool: number;
	readonly log: number;
	/** What has to be added to a place in the spool for the place in the log's file. */
	readonly shift: number;
	/** The same for its place in the log. */
	readonly start: number;
	/** Bytes of the log's file that are not of the log. */
	readonly header: number;
	readonly buffer: Buffer;
}

/**
 * One stream of one step on its way from the spool to the log. One call at a time.
 *
 * Whether a byte is hidden depends on the bytes around it and on nothing else: each batch is read from a little before
 * the place where the one before it ended, and ends where a secret may have begun. So there is no state to keep.
 *
 * Every byte has one place in the log, and is written there instead of appended: two followers that overlap for a
 * moment, the old one's last write being slow, write the same bytes twice to the same place. A log may grow to twice its
 * limit before its older bytes go, so that each byte is moved once more at most.
 */
export class SpoolCopy {
	readonly #logs: Logs;
	readonly #log: { buildId: string; stepIndex: number };
	readonly #stream: Stream;
	readonly #spool: Spool;
	readonly #masker: Masker;
	readonly #times: TimesWriter;
	#files: Files | undefined;
	/** In the spool. */
	#position = 0;

	constructor(logs: Logs, log: { buildId: string; stepIndex: number }, stream: Stream, spool: Spool, masker: Masker) {
		this.#logs = logs;
		this.#log = log;
		this.#stream = stream;
		this.#spool = spool;
		this.#masker = masker;
		this.#times = new TimesWriter(this.#path, logs.now);
	}

	/** Move one batch. Answers whether there may be more at once. */
	async move(): Promise<boolean> {
		const files = this.#openIfPossible();
		if (!files) return false;
		const available = fstatSync(files.spool).size - this.#position;
		if (available <= 0) return false;
		return (await this.#moveUpTo(files, available, false)) < available;
	}

	/**
	 * Move what is there now, sync, tell readers that it is over. A background process that writes on is not waited
	 * for: with one that writes faster than we read, no step would end.
	 */
	async finish(): Promise<void> {
		const files = this.#open();
		if (files) {
			const end = fstatSync(files.spool).size;
			while (this.#position < end && (await this.#moveUpTo(this.#open() ?? files, end - this.#position, true)) > 0);
			if (this.#position > 0) await sync((this.#files ?? files).log);
			await this.#trimBeyond(this.#logs.limitBytes);
		}
		this.#touch(true);
	}

	close(): void {
		if (this.#files) for (const fd of [this.#files.spool, this.#files.log]) closeSync(fd);
		this.#files = undefined;
		this.#times.close();
	}

	/** Answers how many bytes it has looked at; those that may begin a secret wait, unless these are the `last` ones. */
	async #moveUpTo({ spool, log, shift, start, buffer }: Files, most: number, last: boolean): Promise<number> {
		const before = Math.min(this.#position, this.#overlap);
		const wanted = Math.min(most, batchBytes);
		const { bytesRead } = await readBytes(spool, buffer, 0, before + wanted, this.#position - before);
		const certain = this.#masker.mask(buffer.subarray(0, bytesRead));
		const end = last && wanted === most ? bytesRead : certain;
		if (end > before) this.#note(start + this.#position);
		for (let done = before; done < end; ) {
			const place = shift + this.#position;
			const { bytesWritten } = await writeBytes(log, buffer, done, end - done, place).catch(this.#explain);
			done += bytesWritten;
			this.#position += bytesWritten;
		}
		if (end > before) this.#touch(false);
		await this.#trimBeyond(2 * this.#logs.limitBytes);
		return bytesRead - before;
	}

	get #overlap(): number {
		return Math.max(0, this.#masker.longest - 1);
	}

	async #trimBeyond(most: number): Promise<void> {
		if (!this.#files || this.#files.shift + this.#position - this.#files.header <= most) return;
		await trimLog(this.#path, this.#logs.limitBytes).catch(this.#explain);
		// The file is another one now.
		this.close();
		this.#open();
	}

	#touch(ended: boolean): void {
		this.#logs.touched(this.#log.buildId, this.#log.stepIndex, this.#stream, ended);
	}

	#note(place: number): void {
		try {
			this.#times.note(place);
		} catch (error) {
			this.#explain(error);
		}
	}

	readonly #explain = (error: unknown): never => whenDiskFull(this.#path)(error);

	get #path(): string {
		return this.#logs.path(this.#log.buildId, this.#log.stepIndex, this.#stream);
	}

	/** A server that is out of files for a moment goes on with the next batch. */
	#openIfPossible(): Files | undefined {
		try {
			return this.#open();
		} catch (error) {
			if (["EMFILE", "ENFILE"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
			throw error;
		}
	}

	/** Undefined as long as there is no spool. */
	#open(): Files | undefined {
		if (this.#files) return this.#files;
		if (!statSync(this.#spool[this.#stream], { throwIfNoEntry: false })) return undefined;
		const spool = openSync(this.#spool[this.#stream], "r");
		let log: number | undefined;
		try {
			mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
			log = openSync(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
			const start = readLogStart(this.#spool.logStart, this.#stream);
			const { removed, header, length } = extentOf(log);
			this.#position = Math.max(0, length - start);
			const buffer = Buffer.allocUnsafeSlow(this.#overlap + batchBytes);
			this.#files = { spool, log, shift: start - removed + header, start, header, buffer };
			return this.#files;
		} catch (error) {
			for (const fd of [spool, log]) if (fd !== undefined) closeSync(fd);
			return this.#explain(error);
		}
	}
}
