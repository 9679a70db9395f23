import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildMachine } from "#actors/build/build.machine.ts";
import { projectBuild } from "#actors/build/build.projection.ts";
import { cookieOf } from "#actors/build/environment.ts";
import { idMaker } from "#actors/new-id.ts";
import { queueMachine } from "#actors/queue/queue.machine.ts";
import { readWaiting } from "#actors/queue/read-waiting.ts";
import { type Db, openDb } from "#db/open.ts";
import { sqliteStore } from "#db/store.ts";
import { durable, dynamic, effect, Kernel, permanent, supervisor } from "#runtime/index.ts";
import { type Measured, median, timed } from "./measure.ts";
import { plannedBuild } from "./plan.ts";

const waiting = 5_000;
const grants = 500;
const migrations = join(import.meta.dirname, "../../db/migrations");

/**
 * On the real kernel, queue, builds and database: a slot is given back in one turn, the waiting list is read, the next
 * turn grants. Both turns are on disk when the checkout of the next build begins. Only what builds do is simulated: a
 * checkout says that it began, and goes on for ever.
 */
export async function queueGrant(): Promise<Measured[]> {
	const folder = mkdtempSync(join(tmpdir(), "oore-bench-"));
	const db = openDb({ path: join(folder, "oore.db"), migrations });
	let readAt = 0;
	let begun = Promise.withResolvers<string>();
	const kernel = new Kernel({
		store: sqliteStore(db),
		tree: tree(db, {
			reads: () => {
				readAt = performance.now();
			},
			began: (build) => begun.resolve(build),
		}),
	});
	kernel.start();
	await fill(kernel);
	const whole: number[] = [];
	const granting: number[] = [];
	let holder = "nobody";
	for (let i = 0; i < grants; i++) {
		begun = Promise.withResolvers();
		const startedAt = performance.now();
		void kernel.turn((turn) => turn.send("queue", { type: "slot.released", build: holder }));
		holder = await begun.promise;
		const now = performance.now();
		whole.push(now - startedAt);
		granting.push(now - readAt);
	}
	const commit = await bareCommits(db);
	await kernel.stop();
	db.close();
	rmSync(folder, { recursive: true, force: true });
	const common = { unit: "ms", wanted: "< 1 ms" };
	const [all, part] = [median(whole), median(granting)];
	return [
		{
			...common,
			name: `${waiting.toLocaleString("en")} builds wait: the read and the turn that grants, until on disk, median of ${grants}`,
			value: part,
			floor: commit,
			reached: part < 1,
			note: "floor: a commit of one row",
		},
		{
			...common,
			name: "the same from the slot given back, a turn of its own",
			value: all,
			floor: 2 * commit,
			reached: all < 1,
			note: "floor: two commits of one row",
		},
	];
}

function tree(db: Db, its: { readonly reads: () => void; readonly began: (build: string) => void }) {
	const read = readWaiting(db);
	const queue = queueMachine.provide({
		actors: {
			readWaiting: effect((order) => {
				its.reads();
				return read(order);
			}),
		},
	});
	const build = buildMachine.provide({
		actors: {
			findPrevious: endless(),
			prepareWorkspace: endless(({ id }) => its.began(id)),
			collectArtifacts: endless(),
			cleanUp: endless(),
			step: endless(),
		},
	});
	const patience = { intensity: 3, periodMs: 10_000 };
	return supervisor("one_for_one", { intensity: 5, periodMs: 30_000 }, [
		permanent("queue", durable(queue), { input: { limit: 1 } }),
		permanent(
			"builds",
			dynamic(durable(build, { project: projectBuild }), { restart: "transient", shutdownMs: 1_000, ...patience }),
		),
	]);
}

function endless<Input, Output>(began: (input: Input) => void = () => {}) {
	return effect<Input, Output>((input, { signal }) => {
		began(input);
		return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
	});
}

/** More than are granted: the list is as long as it is said to be until the end. */
async function fill(kernel: Kernel): Promise<void> {
	const newId = idMaker(() => kernel.clock.now());
	const limits = { buildTimeoutMs: 3_600_000, stepTimeoutMs: 1_800_000, graceMs: 1_000 };
	await kernel.turn((turn) => {
		turn.send("queue", { type: "slot.requested", build: "nobody" });
		for (let i = 0; i < waiting + grants; i++) {
			const id = newId();
			const plan = plannedBuild(id, limits, { workspaces: "/nowhere", runs: "/nowhere" });
			turn.start("builds", id, { plan, environment: { COOKIE: cookieOf(id) }, at: turn.at });
		}
	});
}

async function bareCommits(db: Db): Promise<number> {
	db.sqlite.exec("create table bare (n integer)");
	const insert = db.sqlite.prepare("insert into bare values (1)");
	const each: number[] = [];
	for (let i = 0; i < grants; i++) each.push(await timed(() => insert.run()));
	return median(each);
}
