import type { Stream } from "#db/vocabulary.ts";
import type { SecretNames } from "./secret/secrets.ts";

/** The replaceable outside. Each door has one default that needs no other server; effects know only these. */
export interface Doors {
	readonly runner: Runner;
	readonly logs: Logs;
	readonly storage: Storage;
	readonly git: Git;
	readonly folders: Folders;
}

/** Absolute folders, all owned by the server, all 0700. */
export interface Folders {
	/** One bare mirror per repository id. */
	readonly mirrors: string;
	/** One checkout per build id. */
	readonly workspaces: string;
	/** One folder per build id with a run folder per step: script, spool, pid, exit code. Never served. */
	readonly runs: string;
	readonly logs: string;
	readonly artifacts: string;
}

/** Where a step's process lives. */
export interface Runner {
	/**
	 * Launch the script, or find the process that an earlier call launched, and follow it to its end.
	 * Safe to call again with the same `folder`: the script is never started twice. Aborting the signal stops the
	 * following and leaves the process alone.
	 */
	run(order: ScriptOrder, signal: AbortSignal): Promise<ScriptEnding>;
	/** SIGTERM to the group, `graceMs`, SIGKILL, then leftovers by cookie. Resolves when nothing of it is alive. */
	terminate(order: { folder: string; cookie: string; graceMs: number }, signal: AbortSignal): Promise<void>;
	/** Kill every process that still carries the cookie in its environment; answers how many there were. */
	sweep(cookie: string): Promise<number>;
}

export interface ScriptOrder {
	/** The step's run folder; created if missing. */
	readonly folder: string;
	readonly script: string;
	readonly cwd: string;
	/** The whole environment of the process but its secrets; nothing of the server's is added. */
	readonly env: Readonly<Record<string, string>>;
	/** Given to the process as variables, and hidden in its logs. */
	readonly secrets: SecretNames;
	/** File into which earlier steps wrote variables for this one, and this one writes for later ones; need not exist. */
	readonly exported: string;
	/** What `ps` shows, e.g. `oore: build 01J… step 2`. */
	readonly title: string;
	/** `NAME=value` found in the environment of every process of the build. */
	readonly cookie: string;
	/** Where the two streams are to be served from. */
	readonly log: { readonly buildId: string; readonly stepIndex: number };
}

export type ScriptEnding =
	| { readonly kind: "exited"; readonly code: number }
	| { readonly kind: "signalled"; readonly signal: string }
	| { readonly kind: "lost"; readonly why: "reboot" | "killed" }
	| { readonly kind: "unstartable"; readonly reason: string };

/** The masked, served logs; bytes only, never strings. */
export interface Logs {
	/** Bytes that one stream of one step may have; beyond, its newest are kept. */
	readonly limitBytes: number;
	/** ms since 1970: when a line came. */
	now(): number;
	/** Absolute path of the file that holds one stream of one step. */
	path(buildId: string, stepIndex: number, stream: Stream): string;
	/** Tell live readers that bytes were appended, or that no more will come. */
	touched(buildId: string, stepIndex: number, stream: Stream, ended: boolean): void;
	/** Called after bytes were appended or the stream ended; answers how to stop listening. */
	watch(buildId: string, stepIndex: number, stream: Stream, listener: (ended: boolean) => void): () => void;
}

/** Where artifacts are kept. */
export interface Storage {
	/** Copy the file in; safe to repeat. Answers the size in bytes and the SHA-256 in hex. */
	put(key: string, sourcePath: string, signal: AbortSignal): Promise<{ sizeBytes: number; sha256: string }>;
	/** Absolute path to serve from, or undefined when it is gone. */
	locate(key: string): Promise<string | undefined>;
	remove(key: string): Promise<void>;
	/** Remove what is stored for a build under other keys. */
	removeOthers(buildId: string, keep: readonly string[]): Promise<void>;
}

/** The one place that spawns git: fixed argv, an environment of its own. */
export interface Git {
	/**
	 * Fetch `ref` (and make sure `commit` is there, if given) into the repository's bare mirror; one fetch at a time
	 * per repository, one for all that ask for the same ref meanwhile. Answers the full commit id. Throws `ref_not_found`, `commit_not_found`, `fetch_failed`.
	 */
	fetch(
		order: { repositoryId: string; cloneUrl: string; ref: string; commit?: string },
		signal: AbortSignal,
	): Promise<{ commit: string }>;
	/** A commit's message, and the first of `paths` that exists at it, with its text; undefined without the commit. One spawn for all. */
	look(
		order: { repositoryId: string; commit: string; paths: readonly string[] },
		signal: AbortSignal,
	): Promise<{ message: string; file: { path: string; text: string } | undefined } | undefined>;
	/** Paths that differ between two commits of the mirror, or undefined when it does not have both. */
	changedFiles(
		order: { repositoryId: string; from: string; to: string },
		signal: AbortSignal,
	): Promise<readonly string[] | undefined>;
	/** Check the commit out of the mirror into `folder`, without a download. Safe to repeat. */
	checkout(order: { repositoryId: string; commit: string; folder: string }, signal: AbortSignal): Promise<void>;
	/** Remove the folder and what the mirror knows of it. */
	removeCheckout(order: { repositoryId: string; folder: string }): Promise<void>;
	/** The default branch's full ref at the remote, e.g. `refs/heads/main`. */
	defaultRef(order: { repositoryId: string; cloneUrl: string }, signal: AbortSignal): Promise<string>;
}
