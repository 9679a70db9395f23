import { appendFileSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { type Stream, streams } from "#db/vocabulary.ts";
import type { Clock } from "#runtime/index.ts";
import { whenDiskFull } from "../disk-full.ts";
import type { Logs, ScriptEnding, ScriptOrder } from "../doors.ts";
import { TimesWriter } from "../log/log-times.ts";
import { Masker } from "../log/masker.ts";
import { runFolder } from "../runner/local/run-folder.ts";
import type { Enactment } from "./enactment.ts";

export interface SimulatedRunParts {
	readonly clock: Clock;
	readonly logs: Logs;
	readonly order: ScriptOrder;
	/** Values that the log must not show. */
	readonly hidden: readonly string[];
	readonly enactment: Enactment;
}

/** One script being played: a line at a time, as the clock goes. */
export class SimulatedRun {
	readonly cookie: string;
	readonly #parts: SimulatedRunParts;
	readonly #masker: Masker;
	readonly #times: Readonly<Record<Stream, TimesWriter>>;
	readonly #ending = Promise.withResolvers<ScriptEnding>();
	#line = 0;
	#timer: unknown;
	#running = true;

	constructor(parts: SimulatedRunParts) {
		this.cookie = parts.order.cookie;
		this.#parts = parts;
		this.#masker = new Masker(parts.hidden);
		const timesOf = (stream: Stream) => new TimesWriter(this.#pathOf(stream), parts.logs.now);
		this.#times = { stdout: timesOf("stdout"), stderr: timesOf("stderr") };
		// Whoever follows is told; nobody need follow.
		this.#ending.promise.catch(() => undefined);
		this.#attempt(() => {
			for (const stream of streams) mkdirSync(dirname(this.#pathOf(stream)), { recursive: true, mode: 0o700 });
			this.#wait();
		});
	}

	/** Rejects when its output cannot be kept. */
	get ended(): Promise<ScriptEnding> {
		return this.#ending.promise;
	}

	get running(): boolean {
		return this.#running;
	}

	/** The first ending holds. */
	end(ending: ScriptEnding): void {
		if (!this.#running) return;
		this.#attempt(() => {
			if (ending.kind === "exited") writeFileSync(runFolder(this.#parts.order.folder).exit, `${ending.code}\n`);
			this.#stop();
			for (const stream of streams) this.#touch(stream, true);
			this.#ending.resolve(ending);
		});
	}

	#wait(): void {
		const { clock, enactment } = this.#parts;
		const next = enactment.lines[this.#line];
		if (next) this.#timer = clock.setTimeout(() => this.#attempt(() => this.#say()), next.afterMs);
		else if (enactment.ending) {
			this.#leaveFiles();
			this.end(enactment.ending);
		}
	}

	/** With every line that comes at once behind it. */
	#say(): void {
		const { lines } = this.#parts.enactment;
		do {
			const { text, stream } = lines[this.#line++] as (typeof lines)[number];
			const path = this.#pathOf(stream);
			this.#times[stream].note(statSync(path, { throwIfNoEntry: false })?.size ?? 0);
			appendFileSync(path, `${this.#masker.maskText(text)}\n`, { mode: 0o600 });
			this.#touch(stream, false);
		} while (lines[this.#line]?.afterMs === 0);
		this.#wait();
	}

	/** A script that somebody wrote may name any path: only below where it runs is anything written. */
	#leaveFiles(): void {
		const { order, enactment } = this.#parts;
		for (const { path, content } of enactment.files) {
			const to = join(order.cwd, path);
			if (!to.startsWith(order.cwd + sep)) continue;
			mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
			writeFileSync(to, content);
		}
	}

	/** Runs in a timer, where nobody would catch what is thrown. */
	#attempt(work: () => void): void {
		try {
			work();
		} catch (error) {
			this.#stop();
			this.#ending.reject(inWords(error, this.#parts.order.folder));
		}
	}

	#stop(): void {
		this.#running = false;
		this.#parts.clock.clearTimeout(this.#timer);
		for (const stream of streams) this.#times[stream].close();
	}

	#pathOf(stream: Stream): string {
		const { logs, order } = this.#parts;
		return logs.path(order.log.buildId, order.log.stepIndex, stream);
	}

	#touch(stream: Stream, ended: boolean): void {
		const { logs, order } = this.#parts;
		logs.touched(order.log.buildId, order.log.stepIndex, stream, ended);
	}
}

function inWords(error: unknown, path: string): unknown {
	try {
		return whenDiskFull(path)(error);
	} catch (worded) {
		return worded;
	}
}
