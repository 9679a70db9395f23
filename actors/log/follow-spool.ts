import { type Stream, streams } from "#db/vocabulary.ts";
import type { Logs } from "../doors.ts";
import type { Masker } from "./masker.ts";
import { SpoolCopy } from "./spool-copy.ts";

/** How long a byte may wait in the spool before readers see it. */
const batchMs = 40;

/** Where a run's raw output lies; the files may not exist yet. */
export type Spool = Readonly<Record<Stream | "logStart", string>>;

export interface Following {
	/** Aborted, with the error as its reason, when the logs cannot be written any more. */
	readonly failed: AbortSignal;
	/** Move what is there by now, sync, and tell readers that the streams have ended. */
	finish(): Promise<void>;
	/** Stop following; safe to call again. What was moved stays. Resolves when every file is closed. */
	stop(): Promise<void>;
}

/**
 * Move what a step's process writes from its spool to its served logs, both streams in one loop, until told to stop.
 *
 * Invariant: bytes are moved one to one, those of secrets as so many stars, so the size of a log less the byte where
 * the run began in it *is* the position in the spool. A follower that takes over after a crash goes on exactly there,
 * and nothing else needs to be kept.
 */
export function followSpool(
	logs: Logs,
	log: { buildId: string; stepIndex: number },
	spool: Spool,
	masker: Masker,
): Following {
	const copies = streams.map((stream) => new SpoolCopy(logs, log, stream, spool, masker));
	const failure = new AbortController();
	let task: "follow" | "finish" | "stop" = "follow";
	let wake = () => {};

	const pause = () =>
		new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, batchMs);
			wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	const moveBoth = async () => {
		let more = false;
		for (const copy of copies) more = (await copy.move()) || more;
		return more;
	};
	const follow = async () => {
		try {
			while (task === "follow") if (!(await moveBoth()) && task === "follow") await pause();
			if (task === "finish") for (const copy of copies) await copy.finish();
		} finally {
			for (const copy of copies) copy.close();
		}
	};
	const turnTo = (next: typeof task) => {
		if (task !== "stop") task = next;
		wake();
	};
	const following = follow();
	following.catch((error: unknown) => failure.abort(error));
	return {
		failed: failure.signal,
		finish() {
			turnTo("finish");
			return following;
		},
		async stop() {
			turnTo("stop");
			await following.catch(() => undefined);
		},
	};
}
