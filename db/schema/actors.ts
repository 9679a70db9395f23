import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ActorStatus } from "../vocabulary.ts";

/** One row per actor: its last committed snapshot. */
export const actors = sqliteTable(
	"actors",
	{
		address: text().primaryKey(),
		parent: text().notNull(),
		kind: text().notNull(),
		version: integer().notNull(),
		status: text().$type<ActorStatus>().notNull(),
		/** State value as JSON: what people see without reading the snapshot. */
		state: text().notNull(),
		snapshot: text().notNull(),
		/** Journal entries so far. */
		sequence: integer().notNull(),
		/** `after` deadlines as JSON, absolute; null while there is none. */
		deadlines: text(),
		/** Why it crashed, as JSON; null unless it did. */
		error: text(),
		createdAt: integer("created_at").notNull(),
		updatedAt: integer("updated_at").notNull(),
	},
	(t) => [
		// Children are counted by it, too.
		index("actors_by_parent").on(t.parent, t.status),
		index("actors_crashed").on(t.address).where(sql`status = 'crashed'`),
		// Only what is alive is loaded at start: finished actors must cost nothing.
		index("actors_alive").on(t.address).where(sql`status = 'active'`),
	],
);

/** Append-only history of every actor; the id is the id of the SSE stream. */
export const journal = sqliteTable(
	"journal",
	{
		id: integer().primaryKey(),
		/** Id of the first entry of the same commit. */
		turn: integer().notNull(),
		address: text().notNull(),
		kind: text().notNull(),
		sequence: integer().notNull(),
		event: text().notNull(),
		/** The event's other members as JSON; null where there is none. */
		payload: text(),
		/** Address of the sender; null for a stimulus from outside. */
		source: text(),
		state: text().notNull(),
		/** Context members that changed, as JSON `{ set, unset }`; null where none did. */
		patch: text(),
		/** The whole snapshot, every so many entries. */
		snapshot: text(),
		at: integer().notNull(),
	},
	(t) => [index("journal_by_actor").on(t.address, t.sequence)],
);

/** Facts about the database itself, e.g. the proof that the encryption key is the right one. */
export const settings = sqliteTable("settings", {
	name: text().primaryKey(),
	value: text().notNull(),
});
