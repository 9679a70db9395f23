import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Db, openDb } from "#db/open.ts";
import { countOf, oldSecrets, oldSessions, removeOf } from "#db/queries/retention.ts";
import { currentSecrets } from "#db/queries/secrets.ts";
import { addSession } from "#db/queries/sessions.ts";

let folder: string;
let db: Db;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "oore-retention-"));
	db = openDb({ path: join(folder, "oore.db"), migrations: join(import.meta.dirname, "../../db/migrations") });
});
afterEach(() => {
	db.close();
	rmSync(folder, { recursive: true, force: true });
});

const secret = (id: string, name: string, value: string | null, createdAt: number, repository = "") =>
	db.sqlite
		.prepare("insert into secrets values (?, ?, 'g', ?, ?, 'me', ?)")
		.run(id, repository, name, value, createdAt);
const left = () => db.sqlite.prepare("select id from secrets order by id").pluck().all();

test("of secrets only those go that were replaced or removed long ago; what holds stays however old it is", () => {
	secret("1", "KEPT", "a", 0);
	secret("2", "REPLACED", "a", 0);
	secret("3", "REPLACED", "b", 10);
	secret("4", "LATELY", "a", 0);
	secret("5", "LATELY", "b", 95);
	secret("6", "GONE", "a", 0);
	secret("7", "GONE", null, 10);
	secret("8", "REPLACED", "own", 0, "r");
	const rule = oldSecrets(50);
	expect(countOf(db, rule)).toBe(2);
	expect(removeOf(db, rule)).toBe(2);
	expect(left()).toEqual(["1", "3", "4", "5", "7", "8"]);
	// The removal itself is needed no more once nothing older is there.
	expect(removeOf(db, rule)).toBe(1);
	expect(removeOf(db, rule)).toBe(0);
	expect(left()).toEqual(["1", "3", "4", "5", "8"]);
	expect(currentSecrets(db, {}).map(({ id }) => id)).toEqual(["1", "5", "3", "8"]);
});

test("logins go when their time is over", () => {
	for (const [id, expiresAt] of [
		["old", 10],
		["new", 100],
	] as const)
		addSession(db, { id, tokenHash: "h", createdAt: 0, expiresAt });
	expect(removeOf(db, oldSessions(50))).toBe(1);
	expect(db.sqlite.prepare("select id from sessions").pluck().all()).toEqual(["new"]);
});

test("the log of the database has its space from the start, and keeps it", () => {
	const size = () => statSync(`${db.path}-wal`).size;
	const before = size();
	expect(before).toBeGreaterThan(8 * 1024 * 1024);
	for (let i = 0; i < 200; i++)
		addSession(db, { id: `s${i}`, tokenHash: "h".repeat(5_000), createdAt: 0, expiresAt: 1 });
	expect(size()).toBe(before);
});
