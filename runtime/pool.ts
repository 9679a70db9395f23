import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { Piscina } from "piscina";

/**
 * Bytes above which a digest leaves the main thread. Hashing 1 MB takes about a millisecond, which is what a hop to a
 * worker and back costs with the copy; below it the hop only adds latency.
 */
export const inlineBytes = 1024 * 1024;

export interface Digests {
	/** SHA-256 in hex. @throws what reading the file throws, or the signal's reason */
	sha256(source: Uint8Array | { readonly path: string }, signal?: AbortSignal): Promise<string>;
	close(): Promise<void>;
}

export interface DigestOptions {
	/** The worker's file; a bundle puts it somewhere else. */
	readonly worker?: URL;
	/** A task that takes longer is ended, and its thread replaced. */
	readonly timeoutMs?: number;
}

/** Digests, in place or in a worker: this decides by size. No thread exists before it is needed. */
export function makeDigests({
	worker = new URL("./digest.worker.ts", import.meta.url),
	timeoutMs = 600_000,
}: DigestOptions = {}): Digests {
	let pool: Piscina | undefined;
	const threads = () => {
		pool ??= new Piscina({ filename: worker.href, minThreads: 0, maxThreads: 2, idleTimeout: 10_000 });
		return pool;
	};
	return {
		async sha256(source, signal) {
			const size = source instanceof Uint8Array ? source.byteLength : (await stat(source.path)).size;
			if (size <= inlineBytes) {
				const bytes = source instanceof Uint8Array ? source : await readFile(source.path);
				return createHash("sha256").update(bytes).digest("hex");
			}
			const limit = AbortSignal.timeout(timeoutMs);
			return (await threads().run(source, { signal: signal ? AbortSignal.any([signal, limit]) : limit })) as string;
		},
		async close() {
			await pool?.destroy();
			pool = undefined;
		},
	};
}
