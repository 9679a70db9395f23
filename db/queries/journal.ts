import type { JournalEntry } from "#runtime/index.ts";
import type { Db } from "../open.ts";
import { sqliteStore } from "../store.ts";

/** An actor's history, newest first. */
export function readHistory(
	db: Db,
	address: string,
	{ limit, before }: { limit: number; before?: number | undefined },
): JournalEntry[] {
	return sqliteStore(db).journal({ address, limit, before: before ?? Number.MAX_SAFE_INTEGER });
}
