import Database from "better-sqlite3";

const { SqliteError } = Database;

/** The database cannot be used at all: by whom it is held, what is wrong with it, what to do. */
export class DatabaseUnusable extends Error {
	readonly code: "database_locked" | "database_newer" | "database_corrupt" | "database_unwritable";
	constructor(code: DatabaseUnusable["code"], message: string, cause?: unknown) {
		super(message, cause === undefined ? undefined : { cause });
		this.name = "DatabaseUnusable";
		this.code = code;
	}
}

/** SQLite's code in words that a person can act on. */
export function inWords(error: unknown): string {
	if (!(error instanceof SqliteError)) return error instanceof Error ? error.message : String(error);
	const family = error.code.split("_").slice(0, 2).join("_");
	switch (family) {
		case "SQLITE_FULL":
			return "The disk is full: the database cannot grow. Free some space; the server goes on by itself.";
		case "SQLITE_IOERR":
			return `The disk answers with an error (${error.code}). Check the volume that holds the database.`;
		case "SQLITE_READONLY":
			return "The database is read-only. Check the permissions of its file and folder.";
		case "SQLITE_BUSY":
		case "SQLITE_LOCKED":
			return "The database is locked by another program.";
		case "SQLITE_CORRUPT":
		case "SQLITE_NOTADB":
			return "The database is damaged. Stop the server, keep a copy of the file, and restore a backup or run sqlite3's .recover.";
		default:
			return `${error.message} (${error.code})`;
	}
}
