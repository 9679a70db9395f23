import type { Ci } from "#actors/ci.ts";
import { LogTimes } from "#actors/log/log-times.ts";
import { readFrom } from "#actors/log/read-from.ts";
import { stepOf } from "#db/queries/builds.ts";
import type { Stream } from "#db/vocabulary.ts";
import type { LogEvent } from "./contract/events.ts";
import { lineTimes } from "./line-times.ts";
import type { Frame } from "./sse.ts";

const chunkBytes = 64 * 1024;

export interface LogPosition {
	readonly buildId: string;
	readonly step: number;
	readonly stream: Stream;
	/** Byte to begin at. */
	readonly from: number;
}

/** What a `log` frame brings. */
export type LogPart = Pick<LogEvent, "content" | "times">;

/** A log from a byte to the end of its step: `log` frames whose id is the offset after them, then `end`. Nothing twice. */
export async function* followLog(
	ci: Ci,
	{ buildId, step, stream, from }: LogPosition,
	signal: AbortSignal,
): AsyncGenerator<Frame> {
	const { logs, db } = ci.outside;
	const path = logs.path(buildId, step, stream);
	const times = new LogTimes(path);
	let news = Promise.withResolvers<void>();
	const wake = () => news.resolve();
	const watching = new AbortController();
	const stop = logs.watch(buildId, step, stream, wake);
	signal.addEventListener("abort", wake, { once: true });
	// The step's end is a row like any other: a step that never ran writes nothing and ends too.
	void wakeOnChange(ci, buildId, wake, AbortSignal.any([signal, watching.signal]));
	try {
		let offset = from;
		for (;;) {
			news = Promise.withResolvers();
			// Asked before the read: what a step wrote is in the log before its end is on disk.
			const status = stepOf(db, buildId, step)?.status;
			const isOver = status !== "pending" && status !== "running";
			const { text, bytes, nextOffset } = await readFrom(path, offset, chunkBytes, isOver);
			if (text !== "") {
				const seen = lineTimes(await times.of(offset, bytes));
				offset = nextOffset;
				yield { id: offset, event: "log", data: { content: text, times: seen } satisfies LogPart };
			} else if (isOver) {
				yield { event: "end", data: { offset } };
				return;
			} else if (signal.aborted) return;
			else await news.promise;
		}
	} finally {
		stop();
		watching.abort();
	}
}

async function wakeOnChange({ kernel }: Ci, buildId: string, wake: () => void, signal: AbortSignal): Promise<void> {
	for await (const _ of kernel.feed.read({ after: kernel.feed.last, within: [`builds/${buildId}`], signal })) wake();
}
