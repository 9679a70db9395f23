import { type JournalEntry, patched } from "#runtime/index.ts";
import type { Db } from "../open.ts";
import { sqliteStore } from "../store.ts";

const columns = "id, turn, address, kind, sequence, event, payload, source, state, patch, snapshot, at";

/** Which part of an actor's history; without either the newest. */
export interface HistoryPart {
	readonly limit: number;
	/** Only older ones than this id. */
	readonly before?: number | undefined;
	/** This id and what is next to it, half of it older; what is older than `before` goes before. */
	readonly around?: number | undefined;
}

/** An actor's history, newest first. */
export function readHistory(db: Db, address: string, { limit, before, around }: HistoryPart): JournalEntry[] {
	// Ids first, from the index alone: the queue has entries beyond count.
	const read = (which: string, ...parameters: number[]) =>
		db
			.statement(
				`select ${columns} from journal where id in (select id from journal where address = ? and ${which} limit ?)`,
			)
			.all(address, ...parameters)
			.sort((a, b) => (b as JournalEntry).id - (a as JournalEntry).id) as JournalEntry[];
	const older = (than: number, most: number) => read("id < ? order by id desc", than, most);
	if (around === undefined || before !== undefined) return older(before ?? Number.MAX_SAFE_INTEGER, limit);
	const newer = read("id > ? order by id", around, Math.floor(limit / 2));
	return [...newer, ...older(around + 1, limit - newer.length)];
}

/** The oldest entry of an actor that is kept; its sequence is 1 unless retention removed some before it. */
export function oldestEntry(db: Db, address: string): JournalEntry | undefined {
	const first = db.statement("select min(id) from journal where address = ?").pluck().get(address) as number | null;
	return first === null ? undefined : entryById(db, first);
}

/** What happened to an actor and everybody below it, newest first; of the root only its own. */
export function readSlice(db: Db, address: string, limit: number): JournalEntry[] {
	const whose = address === "" ? { address } : { within: address };
	return sqliteStore(db).journal({ before: Number.MAX_SAFE_INTEGER, limit, ...whose });
}

/** What happened to an actor and everybody below it up to an entry, oldest first: of one build, a few thousand. */
export function entriesUpTo(db: Db, address: string, id: number): JournalEntry[] {
	return sqliteStore(db)
		.journal({ before: id + 1, limit: 100_000, within: address })
		.toReversed();
}

/** What an actor's journal tells of one instant. */
export interface Instant {
	/** The last entry then. */
	readonly entry: JournalEntry;
	/** What happened next. */
	readonly next: JournalEntry | undefined;
	/** Undefined where retention removed what it would be built from. */
	readonly context: Context | undefined;
	/** The context before the entry. */
	readonly before: Context | undefined;
}

type Context = Readonly<Record<string, unknown>>;

/** An actor as it was after a journal entry, its own or another's; undefined where nothing of it is kept from then. */
export function instantOf(db: Db, address: string, id: number): Instant | undefined {
	const neighbour = (which: "max(id)" | "min(id)", where: "id < ?" | "id > ?", than: number) =>
		db.statement(`select ${which} from journal where address = ? and ${where}`).pluck().get(address, than) as
			| number
			| null;
	const own = neighbour("max(id)", "id < ?", id + 1);
	if (own === null) return undefined;
	const entry = entryById(db, own) as JournalEntry;
	const last = neighbour("max(id)", "id < ?", own);
	const next = neighbour("min(id)", "id > ?", own);
	const previous = last === null || entry.sequence === 1 ? undefined : entryById(db, last);
	return {
		entry,
		next: next === null ? undefined : entryById(db, next),
		context: contextAfter(db, entry),
		before: entry.sequence === 1 ? {} : previous && contextAfter(db, previous),
	};
}

function entryById(db: Db, id: number): JournalEntry | undefined {
	return db.statement(`select ${columns} from journal where id = ?`).get(id) as JournalEntry | undefined;
}

/**
 * From the nearest whole snapshot and what each entry since then changed. Nothing is run again: a guard may be another
 * one today. An actor that was begun anew counts from 1 again, so an earlier life is left out.
 */
function contextAfter(db: Db, { address, id, sequence }: JournalEntry): Context | undefined {
	const begun = db
		.statement("select max(id) from journal where address = ? and sequence = 1 and id <= ?")
		.pluck()
		.get(address, id) as number | null;
	const life = { address, id, sequence, begun: begun ?? 0 };
	const inLife = "address = @address and sequence <= @sequence and id between @begun and @id";
	const nearest = db
		.statement(
			`select ${columns} from journal where ${inLife} and snapshot is not null order by sequence desc, id desc limit 1`,
		)
		.get(life) as JournalEntry | undefined;
	if (!nearest) return undefined;
	const since = db
		.statement(`select patch from journal where ${inLife} and sequence > @since order by sequence`)
		.pluck()
		.all({ ...life, since: nearest.sequence }) as (string | null)[];
	// Retention goes by age, from the oldest on: what lies between is there, or the snapshot is not.
	return since.reduce(patched, contextIn(nearest.snapshot ?? "{}"));
}

function contextIn(snapshot: string): Context {
	return (JSON.parse(snapshot) as { context?: Record<string, unknown> }).context ?? {};
}
