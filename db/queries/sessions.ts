import type { Db } from "../open.ts";

export interface SessionRow {
	readonly id: string;
	readonly tokenHash: string;
	readonly createdAt: number;
	readonly expiresAt: number;
}

export function sessionById(db: Db, id: string): SessionRow | undefined {
	return db
		.statement(
			"select id, token_hash as tokenHash, created_at as createdAt, expires_at as expiresAt from sessions where id = ?",
		)
		.get(id) as SessionRow | undefined;
}

export function addSession(db: Db, { id, tokenHash, createdAt, expiresAt }: SessionRow): void {
	db.statement("insert into sessions (id, token_hash, created_at, expires_at) values (?, ?, ?, ?)").run(
		id,
		tokenHash,
		createdAt,
		expiresAt,
	);
}

export function removeSession(db: Db, id: string): void {
	db.statement("delete from sessions where id = ?").run(id);
}

/** Answers how many there were. */
export function removeAllSessions(db: Db): number {
	return db.statement("delete from sessions").run().changes;
}
