import {
	type ActorRow,
	type Commit,
	type JournalEntry,
	type Store,
	StoreUnavailable,
	type Write,
	within,
} from "#runtime/index.ts";

export interface MemoryStore extends Store {
	/** Everything committed, in order. */
	readonly commits: Commit[];
	readonly rows: Map<string, ActorRow>;
	readonly writes: Write[];
	/** The next commits that are to fail: their numbers, from 1. */
	failAt: (attempt: number) => boolean;
	attempts: number;
}

/** A store without a disk whose commits can be made to fail. Share it between kernels to restart one. */
export function memoryStore(): MemoryStore {
	const rows = new Map<string, ActorRow>();
	const journal: JournalEntry[] = [];
	const commits: Commit[] = [];
	const writes: Write[] = [];
	const sorted = () => [...rows.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
	const store: MemoryStore = {
		commits,
		rows,
		writes,
		failAt: () => false,
		attempts: 0,
		commit(commit) {
			if (store.failAt(++store.attempts)) throw new StoreUnavailable("the disk is full");
			for (const { row } of commit.actors) rows.set(row.address, row);
			journal.push(...commit.journal);
			writes.push(...commit.writes);
			commits.push(commit);
		},
		loadActive: () => sorted().filter((row) => row.status === "active"),
		load: (address) => rows.get(address),
		loadWithin: (address) => sorted().filter((row) => row.status === "active" && within(row.address, address)),
		journal: ({ after = 0, limit }) => journal.filter((entry) => entry.id > after).slice(0, limit),
		newest: () => journal.at(-1) ?? { id: 0, at: 0 },
		oldestId: () => journal[0]?.id ?? 0,
	};
	return store;
}
