import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Db, openDb } from "#db/open.ts";
import { instantOf, oldestEntry, readHistory } from "#db/queries/journal.ts";

let folder: string;
let db: Db;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "oore-instant-"));
	db = openDb({ path: join(folder, "oore.db"), migrations: join(import.meta.dirname, "../../db/migrations") });
});
afterEach(() => {
	db.close();
	rmSync(folder, { recursive: true, force: true });
});

interface Told {
	readonly sequence: number;
	readonly patch?: unknown;
	readonly snapshot?: unknown;
}
/** Between two entries of the queue there is one of somebody else. */
const tell = (entries: readonly Told[], from = 1) =>
	entries.forEach(({ sequence, patch, snapshot }, index) => {
		const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
		const insert = db.sqlite.prepare("insert into journal values (?, ?, ?, 'queue', ?, ?, null, null, ?, ?, ?, 0)");
		const id = from + index * 2;
		insert.run(id, id, "queue", sequence, `e${sequence}`, `"s${sequence}"`, json(patch), json(snapshot));
		insert.run(id + 1, id, "queue/other", sequence, "x", '"other"', json({ set: { other: true } }), null);
	});
const first = {
	sequence: 1,
	patch: { set: { used: [], waiting: false } },
	snapshot: { context: { used: [], waiting: false } },
};

describe("an actor at an instant", () => {
	test("is the nearest whole snapshot and what was changed since", () => {
		tell([
			first,
			{ sequence: 2, patch: { set: { used: ["a"] } } },
			{
				sequence: 3,
				patch: { set: { used: ["a", "b"], note: 1 } },
				snapshot: { context: { used: ["whole"], note: 1 } },
			},
			{ sequence: 4 },
			{ sequence: 5, patch: { set: { waiting: true }, unset: ["note"] } },
		]);
		const contexts = [1, 3, 5, 7, 9].map((id) => instantOf(db, "queue", id)?.context);
		expect(contexts).toEqual([
			{ used: [], waiting: false },
			{ used: ["a"], waiting: false },
			{ used: ["whole"], note: 1 },
			{ used: ["whole"], note: 1 },
			{ used: ["whole"], waiting: true },
		]);
	});

	test("may be named by somebody else's entry, and knows what happened next", () => {
		tell([first, { sequence: 2, patch: { set: { used: ["a"] } } }]);
		const then = instantOf(db, "queue", 2);
		expect([then?.entry.id, then?.next?.event, then?.entry.state]).toEqual([1, "e2", '"s1"']);
		expect(instantOf(db, "queue", 999)).toMatchObject({ entry: { id: 3 }, next: undefined });
		expect(instantOf(db, "queue", 0)).toBeUndefined();
		expect(instantOf(db, "nobody", 3)).toBeUndefined();
	});

	test("has no context once retention removed what it would be built from", () => {
		tell([first, { sequence: 2 }, { sequence: 3, snapshot: { context: { used: ["c"] } } }]);
		db.sqlite.exec("delete from journal where id < 3");
		expect(oldestEntry(db, "queue")).toMatchObject({ id: 3, sequence: 2 });
		expect(instantOf(db, "queue", 3)).toMatchObject({ entry: { sequence: 2 }, context: undefined });
		expect(instantOf(db, "queue", 5)?.context).toEqual({ used: ["c"] });
	});

	test("that was begun anew has nothing of its life before", () => {
		tell([first, { sequence: 2 }, { sequence: 3, snapshot: { context: { used: ["old"] } } }]);
		tell(
			[{ sequence: 1, snapshot: { context: { used: [] } } }, { sequence: 2 }, { sequence: 3 }, { sequence: 4 }],
			101,
		);
		expect(instantOf(db, "queue", 107)?.context).toEqual({ used: [] });
	});
});

test("history is read from its newest end, before an entry, or around one", () => {
	tell(Array.from({ length: 10 }, (_, i) => ({ sequence: i + 1 })));
	const ids = (part: Parameters<typeof readHistory>[2]) => readHistory(db, "queue", part).map(({ id }) => id);
	expect(ids({ limit: 3 })).toEqual([19, 17, 15]);
	expect(ids({ limit: 3, before: 15 })).toEqual([13, 11, 9]);
	expect(ids({ limit: 4, around: 9 })).toEqual([13, 11, 9, 7]);
	expect(ids({ limit: 4, around: 19 })).toEqual([19, 17, 15, 13]);
	expect(ids({ limit: 4, around: 1 })).toEqual([5, 3, 1]);
});
