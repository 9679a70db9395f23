import { readFileSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { DatabaseUnusable } from "./errors.ts";

/**
 * Be the only server on a database. The lock is one of the operating system on a small file beside it, so a killed
 * server leaves none behind; who holds it is written next to it for people.
 * @returns lets go
 * @throws DatabaseUnusable naming the holder
 */
export function hold(path: string): () => void {
	const note = `${path}.holder`;
	const lock = new Database(`${path}.lock`, { timeout: 0 });
	try {
		lock.pragma("journal_mode = MEMORY");
		lock.exec("BEGIN EXCLUSIVE");
	} catch (error) {
		lock.close();
		throw new DatabaseUnusable(
			"database_locked",
			`The database ${path} is locked: another server uses it (${holder(note)}). Stop that one first, or give this one a folder of its own.`,
			error,
		);
	}
	writeFileSync(note, `process ${process.pid}, since ${new Date().toISOString()}\n`, { mode: 0o600 });
	return () => lock.close();
}

function holder(note: string): string {
	try {
		return readFileSync(note, "utf8").trim();
	} catch {
		return "it left no note";
	}
}
