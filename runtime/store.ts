import type { Address } from "./address.ts";

/** Last committed state of one actor. */
export interface ActorRow {
	readonly address: Address;
	readonly parent: Address;
	readonly kind: string;
	readonly version: number;
	readonly status: "active" | "done" | "stopped" | "crashed";
	/** JSON of the state value. */
	readonly state: string;
	/** JSON of the persisted snapshot. */
	readonly snapshot: string;
	readonly sequence: number;
	/** JSON of its deadlines; null while it has none. */
	readonly deadlines: string | null;
	/** JSON of a StoredError; null unless crashed. */
	readonly error: string | null;
	readonly createdAt: number;
	readonly updatedAt: number;
}

/** One thing that happened to one actor. All JSON is ready to be written. */
export interface JournalEntry {
	readonly id: number;
	readonly turn: number;
	readonly address: Address;
	readonly kind: string;
	readonly sequence: number;
	readonly event: string;
	readonly payload: string | null;
	readonly source: Address | null;
	readonly state: string;
	readonly patch: string | null;
	readonly snapshot: string | null;
	readonly at: number;
}

/** A row of the read model; the store knows the tables, the kernel only carries it. */
export type Write =
	| { readonly put: string; readonly row: Readonly<Record<string, unknown>> }
	| {
			readonly patch: string;
			readonly key: Readonly<Record<string, unknown>>;
			readonly row: Readonly<Record<string, unknown>>;
	  };

export interface Commit {
	/** `isNew` rows have no row yet. */
	readonly actors: readonly { readonly row: ActorRow; readonly isNew: boolean }[];
	readonly journal: readonly JournalEntry[];
	/** In order: projections of actors first, then what requests added. */
	readonly writes: readonly Write[];
}

export interface JournalQuery {
	/** Ids greater than this. */
	readonly after?: number;
	/** Ids smaller than this, newest first. */
	readonly before?: number;
	/** Only this actor and those below it. */
	readonly within?: Address;
	/** Only this actor. */
	readonly address?: Address;
	readonly limit: number;
}

/** What the kernel needs of a database. Calls are synchronous: a turn is one transaction on one thread. */
export interface Store {
	/** All or nothing, on disk when it returns. @throws StoreUnavailable when the disk is full, busy or broken. */
	commit(commit: Commit): void;
	/** Every row with status `active`, parents before children. */
	loadActive(): ActorRow[];
	load(address: Address): ActorRow | undefined;
	/** Active rows at and below an address. */
	loadWithin(address: Address): ActorRow[];
	journal(query: JournalQuery): JournalEntry[];
	/** Highest journal id, and the latest time that was ever committed; zeros for an empty store. */
	newest(): { id: number; at: number };
	/** Lowest journal id still kept; 0 for an empty store. */
	oldestId(): number;
}
