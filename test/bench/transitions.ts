import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assign, setup } from "xstate";
import { openDb } from "#db/open.ts";
import { sqliteStore } from "#db/store.ts";
import { durable, dynamic, Kernel, permanent, supervisor } from "#runtime/index.ts";
import { type Measured, median } from "./measure.ts";

const live = 2_000;
const rounds = 40;
const migrations = join(import.meta.dirname, "../../db/migrations");

/** Durable transitions a second over 2,000 live actors, beside the same rows written raw in groups of the same size. */
export async function transitions(): Promise<Measured> {
	const folder = mkdtempSync(join(tmpdir(), "oore-bench-"));
	const db = openDb({ path: join(folder, "oore.db"), migrations });
	const kernel = new Kernel({
		store: sqliteStore(db),
		tree: supervisor("one_for_one", { intensity: 5, periodMs: 30_000 }, [
			permanent(
				"builds",
				dynamic(durable(build), { restart: "transient", shutdownMs: 0, intensity: 3, periodMs: 10_000 }),
			),
		]),
	});
	kernel.start();
	const ids = Array.from({ length: live }, (_, index) => `01HZZZZZZZZZZZZZZZZZZ${String(index).padStart(5, "0")}`);
	await kernel.turn((turn) => {
		for (const id of ids) turn.start("builds", id, { id });
	});
	const own: number[] = [];
	const raw: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const start = performance.now();
		await kernel.turn((turn) => {
			for (const id of ids) turn.send(`builds/${id}`, { type: "go" });
		});
		own.push((live * 1_000) / (performance.now() - start));
		if (round === 0) prepareRaw(db.sqlite);
		raw.push(writeRaw(db.sqlite));
	}
	await kernel.stop();
	db.close();
	rmSync(folder, { recursive: true, force: true });
	const [value, floor] = [median(own), median(raw)];
	return {
		name: "durable transitions/s, 2,000 live builds",
		value,
		floor,
		unit: "/s",
		wanted: "≥ 0.6 × floor and ≥ 20,000/s",
		reached: value >= 0.6 * floor && value >= 20_000,
	};
}

const build = setup({
	types: {
		context: {} as { id: string; n: number; sha: string },
		events: {} as { type: "go" },
		input: {} as { id: string },
	},
	actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
}).createMachine({
	id: "build",
	context: ({ input }) => ({ id: input.id, n: 0, sha: "a".repeat(40) }),
	initial: "one",
	states: {
		one: { on: { go: { target: "two", actions: "count" } } },
		two: { on: { go: { target: "one", actions: "count" } } },
	},
});

type Sqlite = ReturnType<typeof openDb>["sqlite"];

/** Tables shaped as ours, without anything that an actor is. */
function prepareRaw(sqlite: Sqlite): void {
	sqlite.exec(
		"create table raw_actors as select * from actors; create unique index raw_actors_key on raw_actors (address)",
	);
	sqlite.exec(
		"create table raw_journal (id integer primary key, turn, address, kind, sequence, event, payload, source, state, patch, snapshot, at)",
	);
	sqlite.exec("create index raw_journal_by_actor on raw_journal (address, sequence)");
}

/** The same rows by themselves: a snapshot over the one before, and a journal entry. Answers transitions a second. */
function writeRaw(sqlite: Sqlite): number {
	const actors = sqlite.prepare("select * from actors where kind = 'build'").all();
	const entries = sqlite
		.prepare(`select * from (select * from journal where kind = 'build' order by id desc limit ${live}) order by id`)
		.all();
	const update = sqlite.prepare(
		"update raw_actors set version = @version, state = @state, snapshot = @snapshot, sequence = @sequence, deadlines = @deadlines, updated_at = @updated_at where address = @address",
	);
	const insert = sqlite.prepare(
		"insert into raw_journal values (@id, @turn, @address, @kind, @sequence, @event, @payload, @source, @state, @patch, @snapshot, @at)",
	);
	const start = performance.now();
	sqlite.transaction(() => {
		for (const actor of actors) update.run(actor);
		for (const entry of entries) insert.run(entry);
	})();
	return (live * 1_000) / (performance.now() - start);
}
