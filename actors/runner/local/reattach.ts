import { watch } from "node:fs";
import { uptime } from "node:os";
import { basename } from "node:path";
import type { ScriptEnding } from "../../doors.ts";
import { carries } from "./process-table.ts";
import { type Claim, claimOf, exitCode, type RunFolder } from "./run-folder.ts";

/** A process that is not our child tells nobody that it died: this is how often we look. */
const lookEveryMs = 500;

/** How long a launch may take from creating its claim to writing it. */
const claimingMs = 1_000;

/**
 * How a run that somebody else launched ends: its exit code when it leaves one, or that its process is gone. Aborting
 * stops the watching only.
 */
export async function reattach(folder: RunFolder, cookie: string, signal: AbortSignal): Promise<ScriptEnding> {
	const news = watchExit(folder);
	const since = performance.now();
	try {
		for (;;) {
			signal.throwIfAborted();
			const claim = claimOf(folder);
			const alive = await isRunning(claim, cookie, performance.now() - since);
			// Looked at after the process: one that ended in between has left its code by now.
			const code = await exitCode(folder);
			if (code !== undefined) return { kind: "exited", code };
			if (!alive) return { kind: "lost", why: whyLost(claim) };
			await news.next(signal);
		}
	} finally {
		news.close();
	}
}

async function isRunning(claim: Claim | undefined, cookie: string, waitedMs: number): Promise<boolean> {
	if (!claim || claim.pid === 0) return false;
	return claim.pid === undefined ? waitedMs < claimingMs : carries(claim.pid, cookie);
}

function whyLost(claim: Claim | undefined): "reboot" | "killed" {
	if (!claim || claim.pid === 0) return "killed";
	const bootedAt = Date.now() - uptime() * 1000;
	return claim.sinceMs < bootedAt ? "reboot" : "killed";
}

/** Resolves when the exit code may be there or after a while, whichever is first. */
function watchExit(folder: RunFolder): { next(signal: AbortSignal): Promise<void>; close(): void } {
	let wake = Promise.withResolvers<void>();
	const close = watchFile(folder.path, basename(folder.exit), () => wake.resolve());
	return {
		async next(signal) {
			const stop = () => wake.resolve();
			const timer = setTimeout(stop, lookEveryMs);
			signal.addEventListener("abort", stop, { once: true });
			if (signal.aborted) stop();
			await wake.promise;
			clearTimeout(timer);
			signal.removeEventListener("abort", stop);
			wake = Promise.withResolvers();
		},
		close,
	};
}

/** Only the one name counts: the spool in the same folder changes all the time. A system out of watches has the look. */
function watchFile(folder: string, name: string, onChange: () => void): () => void {
	try {
		const watcher = watch(folder, (_, changed) => {
			if (changed === null || changed === name) onChange();
		});
		watcher.on("error", () => watcher.close());
		return () => watcher.close();
	} catch {
		return () => undefined;
	}
}
