import type { Address } from "./address.ts";
import { within } from "./address.ts";
import type { JournalEntry, Store } from "./store.ts";

export interface FeedQuery {
	/** Id of the last entry that the reader has; what came after it is delivered first. */
	readonly after: number;
	/** Only entries of actors at and below one of these; all when absent. */
	readonly within?: readonly Address[];
	readonly signal: AbortSignal;
}

/** Entries kept in memory for readers who keep up; slower ones read from the store. */
const ringSize = 4_096;
const pageSize = 500;

/**
 * The journal as it grows. Each reader pulls at its own pace: a slow one costs no memory, because what it has not
 * read yet is on disk.
 */
export class Feed {
	readonly #store: Store;
	#ring: JournalEntry[] = [];
	#last: number;
	/** Of readers who wait for what is next. */
	readonly #waiting = new Set<() => void>();

	constructor(store: Store) {
		this.#store = store;
		this.#last = store.newest().id;
	}

	/** Id of the newest committed entry. */
	get last(): number {
		return this.#last;
	}

	/** Ids at or below this are no longer kept, so a reader that stands before it must begin anew. */
	get lost(): number {
		return Math.max(0, this.#store.oldestId() - 1);
	}

	publish(entries: readonly JournalEntry[]): void {
		const newest = entries.at(-1);
		if (!newest) return;
		this.#last = newest.id;
		this.#ring.push(...entries.slice(-ringSize));
		if (this.#ring.length > 2 * ringSize) this.#ring = this.#ring.slice(-ringSize);
		for (const wake of this.#waiting) wake();
	}

	/** Entries in order, a batch at a time, without gap or repeat, until the signal aborts. */
	async *read(query: FeedQuery): AsyncGenerator<readonly JournalEntry[]> {
		let position = query.after;
		while (!query.signal.aborted) {
			if (position >= this.#last) {
				await this.#news(query.signal);
				continue;
			}
			const page = this.#page(position);
			position = page.at(-1)?.id ?? this.#last;
			const wanted = query.within
				? page.filter((entry) => query.within?.some((root) => within(entry.address, root)))
				: page;
			if (wanted.length > 0) yield wanted;
		}
	}

	/** A promise of its own each time: one that outlives many waits would keep something of each. */
	async #news(signal: AbortSignal): Promise<void> {
		const { promise, resolve } = Promise.withResolvers<void>();
		const wake = () => resolve();
		this.#waiting.add(wake);
		signal.addEventListener("abort", wake, { once: true });
		await promise;
		signal.removeEventListener("abort", wake);
		this.#waiting.delete(wake);
	}

	#page(position: number): readonly JournalEntry[] {
		const first = this.#ring[0];
		if (first && first.id <= position + 1) {
			// Ids in the ring have no holes.
			const from = position + 1 - first.id;
			return this.#ring.slice(from, from + pageSize);
		}
		return this.#store.journal({ after: position, limit: pageSize });
	}
}
