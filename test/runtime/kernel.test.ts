import { describe, expect, test } from "vitest";
import { assign, sendTo, setup } from "xstate";
import {
	durable,
	dynamic,
	effect,
	Kernel,
	NotAccepting,
	PortOpen,
	permanent,
	SimulatedClock,
	StoreUnavailable,
	supervisor,
} from "#runtime/index.ts";
import { actorAt, because, port, timeOf } from "#runtime/machine.ts";
import { type MemoryStore, memoryStore } from "../support/memory-store.ts";

const intensity = { intensity: 3, periodMs: 10_000 };

/** Asks for work, and counts what came back. */
const worker = setup({
	types: {
		context: {} as { done: string[] },
		events: {} as { type: "work"; item: string } | { type: "note"; item: string },
	},
	actors: { work: port<{ item: string }, string>() },
	actions: {
		keep: assign({ done: ({ context, event }) => [...context.done, (event as unknown as { output: string }).output] }),
		note: assign({ done: ({ context, event }) => [...context.done, (event as { item: string }).item] }),
		tell: sendTo(actorAt("other"), ({ event }) => ({ type: "note", item: (event as { item: string }).item })),
	},
}).createMachine({
	id: "worker",
	context: { done: [] },
	initial: "idle",
	on: { note: { actions: "note" } },
	states: {
		idle: { on: { work: { target: "working", actions: "tell" } } },
		working: {
			invoke: {
				id: "work",
				src: "work",
				input: ({ event }) => ({ item: (event as { item: string }).item }),
				onDone: { target: "idle", actions: "keep" },
			},
		},
	},
});

interface Started {
	kernel: Kernel;
	store: MemoryStore;
	clock: SimulatedClock;
	ran: string[];
}

function start(store = memoryStore()): Started {
	const ran: string[] = [];
	const clock = new SimulatedClock(1_000);
	const work = effect(async ({ item }: { item: string }) => {
		ran.push(item);
		return `did ${item}`;
	});
	const logic = durable(worker.provide({ actors: { work } }));
	const kernel = new Kernel({
		store,
		clock,
		random: () => 0,
		tree: supervisor("one_for_one", intensity, [permanent("worker", logic), permanent("other", logic)]),
	});
	kernel.start();
	return { kernel, store, clock, ran };
}

const contextOf = (store: MemoryStore, address: string) =>
	(JSON.parse(store.rows.get(address)?.snapshot ?? "{}") as { context: { done: string[] } }).context;
const tick = () => new Promise(setImmediate);
async function ticks(count = 6) {
	for (let i = 0; i < count; i++) await tick();
}

describe("a turn", () => {
	test("writes everything it causes in one commit, and starts effects after it", async () => {
		const { kernel, store, ran } = start();
		const before = store.commits.length;
		await kernel.turn((turn) => {
			turn.send("worker", { type: "work", item: "a" });
			expect(ran).toEqual([]);
		});
		expect(store.commits[before]?.journal.map(({ address, event, source }) => ({ address, event, source }))).toEqual([
			{ address: "worker", event: "work", source: null },
			{ address: "other", event: "note", source: "worker" },
		]);
		await ticks();
		expect(ran).toEqual(["a"]);
		expect(contextOf(store, "worker").done).toEqual(["did a"]);
	});

	test("shares its commit with those of the same tick", async () => {
		const { kernel, store } = start();
		const before = store.commits.length;
		await Promise.all(
			["a", "b", "c"].map((item) => kernel.turn((turn) => turn.send("worker", { type: "note", item }))),
		);
		expect(store.commits.length - before).toBe(1);
		expect(contextOf(store, "worker").done).toEqual(["a", "b", "c"]);
	});

	test("journals what changed in the context, and nothing that did not", async () => {
		const { kernel, store } = start();
		await kernel.turn((turn) => turn.send("other", { type: "note", item: "x" }));
		const entry = store.commits.at(-1)?.journal[0];
		expect(JSON.parse(entry?.patch ?? "{}")).toEqual({ set: { done: ["x"] } });
		expect(JSON.parse(entry?.payload ?? "{}")).toEqual({ item: "x" });
	});
});

describe("a commit that fails", () => {
	/** The whole story: three items of work, each with its effect. */
	async function story(
		store: MemoryStore,
	): Promise<{ acked: string[]; refused: unknown[]; ran: string[]; kernel: Kernel; frames: number[] }> {
		const { kernel, ran, clock } = start(store);
		const acked: string[] = [];
		const refused: unknown[] = [];
		const frames: number[] = [];
		void (async () => {
			for await (const entries of kernel.feed.read({ after: 0, signal: new AbortController().signal })) {
				for (const entry of entries) {
					frames.push(entry.id);
					// A frame that left is in the store already.
					expect(store.newest().id).toBeGreaterThanOrEqual(entry.id);
				}
			}
		})();
		for (const item of ["a", "b", "c"]) {
			for (let sent = false; !sent; ) {
				const asked = store.commits.length;
				const ranBefore = ran.length;
				try {
					await kernel.turn((turn) => turn.send("worker", { type: "work", item }));
					acked.push(item);
					expect(store.commits.length).toBeGreaterThan(asked);
					sent = true;
				} catch (error) {
					refused.push(error);
					expect(error instanceof StoreUnavailable || error instanceof NotAccepting).toBe(true);
					// Nothing of the turn has left: no effect ran, and the rows are as they were.
					expect(ran.length).toBe(ranBefore);
					expect(kernel.state).toBe("degraded");
					clock.advance(5_000);
					// A turn that is held was taken in, though its sender was told to try again; one that was refused was not.
					sent = error instanceof StoreUnavailable;
				}
			}
			await ticks();
			while (kernel.state !== "ok") {
				clock.advance(5_000);
				await ticks();
			}
			await ticks();
		}
		return { acked, refused, ran, kernel, frames };
	}

	test("lets nothing out, whichever it is, and nothing is lost afterwards", async () => {
		const undisturbed = memoryStore();
		await story(undisturbed);
		const total = undisturbed.attempts;
		expect(total).toBeGreaterThan(6);
		for (let k = 1; k <= total; k++) {
			const store = memoryStore();
			store.failAt = (attempt) => attempt === k;
			const { ran, frames } = await story(store);
			expect({ k, ran, worker: contextOf(store, "worker"), other: contextOf(store, "other") }).toEqual({
				k,
				ran: ["a", "b", "c"],
				worker: contextOf(undisturbed, "worker"),
				other: contextOf(undisturbed, "other"),
			});
			expect(frames).toEqual([...frames].sort((x, y) => x - y));
			expect(new Set(frames).size).toBe(frames.length);
		}
	});

	test("is told to whoever waits, and new stimuli are refused until it succeeds", async () => {
		const { kernel, store, clock, ran } = start();
		store.failAt = () => true;
		await expect(kernel.turn((turn) => turn.send("worker", { type: "work", item: "a" }))).rejects.toThrow(
			/disk is full/,
		);
		expect(kernel.state).toBe("degraded");
		expect(kernel.reason).toMatch(/disk is full/);
		await expect(kernel.turn(() => undefined)).rejects.toThrow(NotAccepting);
		clock.advance(60_000);
		await ticks();
		expect([kernel.state, ran]).toEqual(["degraded", []]);
		store.failAt = () => false;
		clock.advance(60_000);
		await ticks();
		expect([kernel.state, ran]).toEqual(["ok", ["a"]]);
	});
});

describe("a restart", () => {
	test("runs an effect again whose result was not on disk", async () => {
		const store = memoryStore();
		const first = start(store);
		await first.kernel.turn((turn) => turn.send("worker", { type: "work", item: "a" }));
		// As if killed here: the effect has begun, its result is nowhere.
		const kept = structuredClone([...store.rows]);
		await ticks();
		const second = memoryStore();
		for (const [address, row] of kept) second.rows.set(address, row);
		const { ran } = start(second);
		await ticks();
		expect(ran).toEqual(["a"]);
		expect(contextOf(second, "worker").done).toEqual(["did a"]);
		expect(contextOf(second, "other").done).toEqual(["a"]);
	});

	const lamp = setup({
		types: { context: {} as { at: number }, events: {} as { type: "press" } },
		actions: { stamp: assign({ at: ({ event }) => timeOf(event) }) },
	}).createMachine({
		id: "lamp",
		context: { at: 0 },
		initial: "off",
		states: {
			off: { on: { press: "on" } },
			on: { after: { 10000: { target: "off", actions: "stamp" } }, on: { press: "off" } },
		},
	});
	const lampTree = () => supervisor("one_for_one", intensity, [permanent("lamp", durable(lamp))]);
	const stateOf = (store: MemoryStore) => store.rows.get("lamp")?.state;

	async function lit(store: MemoryStore): Promise<void> {
		const clock = new SimulatedClock(1_000);
		const kernel = new Kernel({ store, clock, tree: lampTree() });
		kernel.start();
		await kernel.turn((turn) => turn.send("lamp", { type: "press" }));
		await kernel.stop();
	}

	test("keeps what was left of a deadline", async () => {
		const store = memoryStore();
		await lit(store);
		const clock = new SimulatedClock(7_000);
		new Kernel({ store, clock, tree: lampTree() }).start();
		clock.advance(3_999);
		await ticks();
		expect(stateOf(store)).toBe('"on"');
		clock.advance(1);
		await ticks();
		expect(stateOf(store)).toBe('"off"');
	});

	test("fires a deadline at once that passed meanwhile", async () => {
		const store = memoryStore();
		await lit(store);
		const clock = new SimulatedClock(100_000);
		new Kernel({ store, clock, tree: lampTree() }).start();
		clock.advance(0);
		await ticks();
		expect(stateOf(store)).toBe('"off"');
	});

	test("with a clock that was set back gives no state more than its time", async () => {
		const store = memoryStore();
		await lit(store);
		const clock = new SimulatedClock(-86_400_000);
		const kernel = new Kernel({ store, clock, tree: lampTree() });
		kernel.start();
		expect(kernel.clock.now()).toBe(1_000);
		clock.advance(10_000);
		await ticks();
		expect(stateOf(store)).toBe('"off"');
	});

	test("forgets the deadline of a state that was left", async () => {
		const store = memoryStore();
		await lit(store);
		const clock = new SimulatedClock(2_000);
		const kernel = new Kernel({ store, clock, tree: lampTree() });
		kernel.start();
		await kernel.turn((turn) => turn.send("lamp", { type: "press" }));
		expect(store.rows.get("lamp")?.deadlines).toBeNull();
	});
});

test("a machine with an open port does not start, and the port is named", () => {
	expect(
		() =>
			new Kernel({
				store: memoryStore(),
				tree: supervisor("one_for_one", intensity, [permanent("worker", durable(worker))]),
			}),
	).toThrow(PortOpen);
	expect(
		() =>
			new Kernel({
				store: memoryStore(),
				tree: supervisor("one_for_one", intensity, [
					permanent("many", dynamic(durable(worker), { restart: "transient", shutdownMs: 0, ...intensity })),
				]),
			}),
	).toThrow("worker.work");
});

test("explain says what is possible, and which guard says no and why to the rest", async () => {
	const gate = setup({
		types: { context: {} as { used: number }, events: {} as { type: "enter" } },
		guards: { free: because(({ context }) => (context as { used: number }).used < 1 || "1 of 1 places taken.") },
	}).createMachine({
		id: "gate",
		context: { used: 1 },
		initial: "open",
		states: { open: { on: { enter: { guard: "free", target: "closed" }, leave: "closed" } }, closed: {} },
	});
	const kernel = new Kernel({
		store: memoryStore(),
		tree: supervisor("one_for_one", intensity, [permanent("gate", durable(gate))]),
	});
	kernel.start();
	expect(kernel.explain("gate")).toMatchObject([
		{ event: "enter", target: ["gate.closed"], enabled: false, guard: "free", reason: "1 of 1 places taken." },
		{ event: "leave", target: ["gate.closed"], enabled: true, guard: null, reason: null },
	]);
	await kernel.stop();
});

test("a feed gives every reader everything once and in order, from wherever it stands", async () => {
	const { kernel } = start();
	for (let i = 0; i < 50; i++) await kernel.turn((turn) => turn.send("worker", { type: "note", item: String(i) }));
	for (const after of [0, 7, 30]) {
		const seen: number[] = [];
		const stop = new AbortController();
		for await (const entries of kernel.feed.read({ after, signal: stop.signal })) {
			seen.push(...entries.map(({ id }) => id));
			if (seen.at(-1) === kernel.feed.last) stop.abort();
		}
		expect(seen).toEqual(Array.from({ length: kernel.feed.last - after }, (_, index) => after + index + 1));
	}
});
