import { closeSync, fdatasyncSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { type Stream, streams } from "#db/vocabulary.ts";
import type { Logs } from "../doors.ts";

/** How long a byte may wait in the spool before readers see it. */
const batchMs = 40;
/** Bytes moved at a time: bounds memory and how long one move keeps the thread. */
const chunkBytes = 1024 * 1024;

export interface Following {
	/** Move what is left, sync, and tell readers that the streams have ended. */
	finish(): Promise<void>;
	/** Stop following; safe to call again. What was moved stays. */
	stop(): void;
}

/**
 * Move what a step's process writes from its spool to its served logs. Bytes are moved one to one, so the size of the
 * log is the position in the spool: a follower that takes over after a crash goes on exactly there. The spool may
 * not exist yet.
 */
export function followSpool(
	logs: Logs,
	log: { buildId: string; stepIndex: number },
	spool: { stdout: string; stderr: string },
): Following {
	const pipes = streams.map((stream) => new Pipe(logs, log.buildId, log.stepIndex, stream, spool[stream]));
	let stopped = false;
	let timer: NodeJS.Timeout | undefined;
	const turn = () => {
		if (stopped) return;
		const more = pipes.map((pipe) => pipe.move()).some(Boolean);
		timer = setTimeout(turn, more ? 0 : batchMs);
	};
	timer = setTimeout(turn, batchMs);
	const stop = () => {
		stopped = true;
		clearTimeout(timer);
		for (const pipe of pipes) pipe.close();
	};
	return {
		async finish() {
			for (const pipe of pipes) {
				while (pipe.move()) await new Promise(setImmediate);
				pipe.end();
			}
			stop();
		},
		stop,
	};
}

/** One stream of one step. */
class Pipe {
	readonly #logs: Logs;
	readonly #at: readonly [buildId: string, stepIndex: number, stream: Stream];
	readonly #source: string;
	#in: number | undefined;
	#out: number | undefined;
	#position = 0;
	#buffer: Buffer | undefined;

	constructor(logs: Logs, buildId: string, stepIndex: number, stream: Stream, source: string) {
		this.#logs = logs;
		this.#at = [buildId, stepIndex, stream];
		this.#source = source;
	}

	/** Move one chunk. Answers whether there may be more at once. */
	move(): boolean {
		if (!this.#open()) return false;
		const available = fstatSync(this.#in as number).size - this.#position;
		if (available <= 0) return false;
		this.#buffer ??= Buffer.allocUnsafe(chunkBytes);
		const read = readSync(this.#in as number, this.#buffer, 0, Math.min(available, chunkBytes), this.#position);
		writeSync(this.#out as number, this.#buffer, 0, read);
		this.#position += read;
		this.#logs.touched(...this.#at, false);
		return available > read;
	}

	end(): void {
		if (this.#out !== undefined && this.#position > 0) fdatasyncSync(this.#out);
		this.#logs.touched(...this.#at, true);
	}

	close(): void {
		for (const fd of [this.#in, this.#out]) if (fd !== undefined) closeSync(fd);
		this.#in = undefined;
		this.#out = undefined;
		this.#buffer = undefined;
	}

	#open(): boolean {
		if (this.#in !== undefined) return true;
		try {
			this.#in = openSync(this.#source, "r");
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
			throw error;
		}
		const path = this.#logs.path(...this.#at);
		mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
		this.#out = openSync(path, "a", 0o600);
		this.#position = fstatSync(this.#out).size;
		return true;
	}
}
