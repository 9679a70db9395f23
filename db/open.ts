import { chmodSync, existsSync } from "node:fs";
import Database, { type Database as Sqlite, type Statement } from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { DatabaseUnusable, inWords } from "./errors.ts";

/** The database in its two faces: SQL for the hot path, drizzle for questions. */
export interface Db {
	readonly sqlite: Sqlite;
	readonly query: BetterSQLite3Database;
	readonly path: string;
	/** Prepared once, kept: preparing costs more than most questions. */
	statement(sql: string): Statement;
	close(): void;
}

export interface OpenOptions {
	readonly path: string;
	/** Folder of generated migrations. */
	readonly migrations: string;
}

/**
 * Open the one SQLite file, bring it up to date, and keep it: WAL, every commit synced. The folder must exist.
 * @throws DatabaseUnusable
 */
export function openDb({ path, migrations }: OpenOptions): Db {
	const isNew = !existsSync(path);
	try {
		const sqlite = new Database(path, { timeout: 2_000 });
		if (isNew) chmodSync(path, 0o600);
		tune(sqlite);
		const query = drizzle(sqlite);
		refuseNewer(sqlite, migrations, path);
		migrate(query, { migrationsFolder: migrations });
		setSpaceAside(sqlite);
		const statements = new Map<string, Statement>();
		const statement = (sql: string) => {
			const known = statements.get(sql) ?? sqlite.prepare(sql);
			statements.set(sql, known);
			return known;
		};
		return { sqlite, query, path, statement, close: () => sqlite.close() };
	} catch (error) {
		if (error instanceof DatabaseUnusable) throw error;
		throw unusable(error, path);
	}
}

/** `synchronous` is NORMAL in a WAL database until told otherwise, and a plain fsync on macOS does not reach the disk. */
function tune(sqlite: Sqlite): void {
	sqlite.pragma("journal_mode = WAL");
	sqlite.pragma("synchronous = FULL");
	sqlite.pragma("fullfsync = ON");
	sqlite.pragma("foreign_keys = ON");
	sqlite.pragma("temp_store = MEMORY");
	sqlite.pragma(`cache_size = ${cachePages}`);
}

/** Negative: in KiB. */
const cachePages = -16_000;
/** Beyond what SQLite lets the log grow to before it begins it anew, so that there is always some left. */
const asideBytes = 8 * 1024 * 1024;

/**
 * Give the write-ahead log its blocks while there are some: on a disk that others have filled the database can still
 * write how their builds ended. Nobody can take the space, as they could that of a file which is removed in time. What
 * is written for it is rolled back; the log keeps its length.
 */
function setSpaceAside(sqlite: Sqlite): void {
	// Pages beyond the cache go to the log before the commit that never comes.
	sqlite.pragma("cache_size = -64");
	sqlite.exec("begin immediate");
	try {
		sqlite.exec("create table aside (bytes blob)");
		sqlite.prepare("insert into aside values (zeroblob(?))").run(asideBytes);
	} catch (error) {
		// As much as there is: a start on a full disk is how one gets at what fills it.
		if (!(error instanceof Database.SqliteError) || error.code !== "SQLITE_FULL") throw error;
	} finally {
		if (sqlite.inTransaction) sqlite.exec("rollback");
		sqlite.pragma(`cache_size = ${cachePages}`);
	}
}

function refuseNewer(sqlite: Sqlite, migrations: string, path: string): void {
	const table = sqlite.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get();
	if (!table) return;
	const known = readMigrationFiles({ migrationsFolder: migrations }).length;
	const { applied } = sqlite.prepare("select count(*) as applied from __drizzle_migrations").get() as {
		applied: number;
	};
	if (applied > known) {
		throw new DatabaseUnusable(
			"database_newer",
			`The database ${path} was written by a newer Oore (${applied} migrations, this one knows ${known}). Install that version or a newer one.`,
		);
	}
}

function unusable(error: unknown, path: string): DatabaseUnusable {
	const code = error instanceof Database.SqliteError ? error.code : ((error as NodeJS.ErrnoException).code ?? "");
	if (/CORRUPT|NOTADB/.test(code)) return new DatabaseUnusable("database_corrupt", `${path}: ${inWords(error)}`, error);
	if (/BUSY|LOCKED/.test(code)) return new DatabaseUnusable("database_locked", `${path}: ${inWords(error)}`, error);
	return new DatabaseUnusable(
		"database_unwritable",
		`The database ${path} cannot be opened: ${inWords(error)}. Its folder must exist and be writable for this user.`,
		error,
	);
}
