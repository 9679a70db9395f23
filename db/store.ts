import type { Statement } from "better-sqlite3";
import { Column, getTableColumns, getTableName } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import {
	type ActorRow,
	type Commit,
	type JournalEntry,
	type JournalQuery,
	type Store,
	StoreUnavailable,
	type Write,
} from "#runtime/index.ts";
import { inWords } from "./errors.ts";
import type { Db } from "./open.ts";
import * as tables from "./schema/tables.ts";

const actorColumns =
	"address, parent, kind, version, status, state, snapshot, sequence, deadlines, error, created_at as createdAt, updated_at as updatedAt";

/** The runtime's store on SQLite: prepared statements, one transaction a commit, fsynced before it returns. */
export function sqliteStore({ sqlite }: Db): Store {
	const begin = sqlite.prepare("BEGIN IMMEDIATE");
	const end = sqlite.prepare("COMMIT");
	const undo = sqlite.prepare("ROLLBACK");
	const insertActor = sqlite.prepare(
		`insert into actors (address, parent, kind, version, status, state, snapshot, sequence, deadlines, error, created_at, updated_at)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (address) do update set kind = excluded.kind, version = excluded.version, status = excluded.status,
		state = excluded.state, snapshot = excluded.snapshot, sequence = excluded.sequence, deadlines = excluded.deadlines,
		error = excluded.error, updated_at = excluded.updated_at`,
	);
	// An actor that stays alive touches no index: the status is written only when it ends.
	const updateActor = sqlite.prepare(
		"update actors set version = ?, state = ?, snapshot = ?, sequence = ?, deadlines = ?, updated_at = ? where address = ?",
	);
	const endActor = sqlite.prepare("update actors set status = ?, error = ? where address = ?");
	const insertEntry = sqlite.prepare(
		`insert into journal (id, turn, address, kind, sequence, event, payload, source, state, patch, snapshot, at)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
	);
	const writer = rowWriter((sql) => sqlite.prepare(sql));

	function writeActor(row: ActorRow, isNew: boolean): void {
		if (isNew) {
			insertActor.run(
				...[row.address, row.parent, row.kind, row.version, row.status, row.state, row.snapshot, row.sequence],
				...[row.deadlines, row.error, row.createdAt, row.updatedAt],
			);
			return;
		}
		updateActor.run(row.version, row.state, row.snapshot, row.sequence, row.deadlines, row.updatedAt, row.address);
		if (row.status !== "active") endActor.run(row.status, row.error, row.address);
	}

	function writeEntry(e: JournalEntry): void {
		insertEntry.run(
			e.id,
			e.turn,
			e.address,
			e.kind,
			e.sequence,
			e.event,
			e.payload,
			e.source,
			e.state,
			e.patch,
			e.snapshot,
			e.at,
		);
	}

	return {
		commit(commit: Commit) {
			try {
				begin.run();
				for (const { row, isNew } of commit.actors) writeActor(row, isNew);
				for (const entry of commit.journal) writeEntry(entry);
				for (const write of commit.writes) writer(write);
				end.run();
			} catch (error) {
				// SQLite has already rolled back by itself after some errors, a full disk among them.
				if (sqlite.inTransaction) undo.run();
				throw new StoreUnavailable(inWords(error), error);
			}
		},
		loadActive: () =>
			sqlite.prepare(`select ${actorColumns} from actors where status = 'active' order by address`).all() as ActorRow[],
		load: (address) =>
			sqlite.prepare(`select ${actorColumns} from actors where address = ?`).get(address) as ActorRow | undefined,
		loadWithin: (address) =>
			sqlite
				.prepare(
					`select ${actorColumns} from actors where status = 'active' and (address = @root or (address > @root || '/' and address < @root || '0'))`,
				)
				.all({ root: address }) as ActorRow[],
		journal: (query) => readJournal(query, (sql, parameters) => sqlite.prepare(sql).all(...parameters)),
		newest() {
			const newest = sqlite.prepare("select id, at from journal order by id desc limit 1").get();
			return (newest as { id: number; at: number } | undefined) ?? { id: 0, at: 0 };
		},
		oldestId: () => (sqlite.prepare("select min(id) as id from journal").get() as { id: number | null }).id ?? 0,
	};
}

function readJournal(query: JournalQuery, all: (sql: string, parameters: unknown[]) => unknown[]): JournalEntry[] {
	const conditions: string[] = [];
	const parameters: unknown[] = [];
	const where = (sql: string, ...values: unknown[]) => {
		conditions.push(sql);
		parameters.push(...values);
	};
	if (query.after !== undefined) where("id > ?", query.after);
	if (query.before !== undefined) where("id < ?", query.before);
	if (query.address !== undefined) where("address = ?", query.address);
	// "0" is the character after "/": the range holds exactly what is below the address.
	if (query.within)
		where("(address = ? or (address > ? and address < ?))", query.within, `${query.within}/`, `${query.within}0`);
	const order = query.before === undefined ? "asc" : "desc";
	return all(
		`select id, turn, address, kind, sequence, event, payload, source, state, patch, snapshot, at from journal
		${conditions.length > 0 ? `where ${conditions.join(" and ")}` : ""} order by id ${order} limit ?`,
		[...parameters, query.limit],
	) as JournalEntry[];
}

/** Writes rows of the read model by table name and camelCase members, as the schema maps them; a statement for each shape. */
function rowWriter(prepare: (sql: string) => Statement): (write: Write) => void {
	const statements = new Map<string, { statement: Statement; encode: readonly Encode[] }>();
	return (write) => {
		const name = "put" in write ? write.put : write.patch;
		const columns = columnsOf(name);
		const key = "put" in write ? {} : write.key;
		const members = [...Object.keys(write.row), ...Object.keys(key)];
		const id = `${"put" in write ? "put" : "patch"} ${name} ${members.join()}`;
		let known = statements.get(id);
		if (!known) {
			known = {
				statement: prepare(
					"put" in write
						? putSql(name, Object.keys(write.row))
						: patchSql(name, Object.keys(write.row), Object.keys(key)),
				),
				encode: members.map((member) => encoderOf(columns[member] as SQLiteColumn)),
			};
			statements.set(id, known);
		}
		const values = [...Object.values(write.row), ...Object.values(key)];
		known.statement.run(...known.encode.map((encode, i) => encode(values[i])));
	};
}

type Encode = (value: unknown) => unknown;

/** Most columns keep values as they are: only what drizzle would change is given to it. */
function encoderOf(column: SQLiteColumn): Encode {
	if (column.mapToDriverValue === Column.prototype.mapToDriverValue) return (value) => value ?? null;
	return (value) => (value == null ? null : column.mapToDriverValue(value));
}

function columnsOf(name: string): Record<string, SQLiteColumn> {
	const table = (tables as Record<string, SQLiteTable>)[name];
	if (!table) throw new Error(`There is no table ${name}.`);
	return getTableColumns(table);
}

function sqlName(table: string, member: string): string {
	const column = columnsOf(table)[member];
	if (!column) throw new Error(`Table ${table} has no column ${member}.`);
	return `"${column.name}"`;
}

function putSql(table: string, members: string[]): string {
	const names = members.map((member) => sqlName(table, member));
	const updates = names.filter((column) => column !== '"id"').map((column) => `${column} = excluded.${column}`);
	return `insert into ${getTableName((tables as Record<string, SQLiteTable>)[table] as SQLiteTable)} (${names.join()})
		values (${names.map(() => "?").join()}) on conflict (id) do update set ${updates.join()}`;
}

function patchSql(table: string, members: string[], keys: string[]): string {
	const set = members.map((member) => `${sqlName(table, member)} = ?`);
	const where = keys.map((member) => `${sqlName(table, member)} = ?`);
	return `update ${getTableName((tables as Record<string, SQLiteTable>)[table] as SQLiteTable)} set ${set.join()} where ${where.join(" and ")}`;
}
