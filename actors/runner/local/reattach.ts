import { watch } from "node:fs";
import { uptime } from "node:os";
import type { ScriptEnding } from "../../doors.ts";
import { carries } from "./process-table.ts";
import { claimedBy, exitCode, type RunFolder } from "./run-folder.ts";

/** A process that is not our child tells nobody that it died: this is how often we look. */
const lookEveryMs = 250;

/**
 * How a run that somebody else launched ends: its exit code when it leaves one, or that its process is gone. Aborting
 * stops the watching only.
 */
export async function reattach(folder: RunFolder, cookie: string, signal: AbortSignal): Promise<ScriptEnding> {
	const news = watchFolder(folder.path);
	try {
		for (;;) {
			signal.throwIfAborted();
			const alive = await isRunning(folder, cookie);
			// Looked at after the process: one that ended in between has left its code by now.
			const code = await exitCode(folder);
			if (code !== undefined) return { kind: "exited", code };
			if (!alive) return { kind: "lost", why: await whyLost(folder) };
			await news.next(signal);
		}
	} finally {
		news.close();
	}
}

async function isRunning(folder: RunFolder, cookie: string): Promise<boolean> {
	const claim = await claimedBy(folder);
	return claim !== undefined && claim.pid > 0 && carries(claim.pid, cookie);
}

async function whyLost(folder: RunFolder): Promise<"reboot" | "killed"> {
	const claim = await claimedBy(folder);
	const bootedAt = Date.now() - uptime() * 1000;
	return claim && claim.pid > 0 && claim.sinceMs < bootedAt ? "reboot" : "killed";
}

/** Resolves on a change in the folder or after a while, whichever is first. */
function watchFolder(path: string): { next(signal: AbortSignal): Promise<void>; close(): void } {
	let wake = Promise.withResolvers<void>();
	const watcher = watch(path, () => wake.resolve());
	return {
		async next(signal) {
			const timer = setTimeout(() => wake.resolve(), lookEveryMs);
			const stop = () => wake.resolve();
			signal.addEventListener("abort", stop, { once: true });
			await wake.promise;
			clearTimeout(timer);
			signal.removeEventListener("abort", stop);
			wake = Promise.withResolvers();
		},
		close: () => watcher.close(),
	};
}
