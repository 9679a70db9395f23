import { describe, expect, test } from "vitest";
import { assign, setup } from "xstate";
import {
	type ChildSpec,
	durable,
	dynamic,
	Kernel,
	permanent,
	SimulatedClock,
	type Strategy,
	supervisor,
	temporary,
	transient,
} from "#runtime/index.ts";
import { memoryStore } from "../support/memory-store.ts";

/** Counts what it hears; crashes, or ends, when told to. */
const child = setup({
	types: {
		context: {} as { heard: number; born: number },
		events: {} as { type: "hear" } | { type: "crash" } | { type: "end" } | { type: "supervisor.gaveUp" },
	},
	actions: {
		count: assign({ heard: ({ context }) => context.heard + 1 }),
		fail: assign(() => {
			throw new Error("told to crash");
		}),
	},
}).createMachine({
	id: "child",
	context: { heard: 0, born: 1 },
	initial: "alive",
	states: {
		alive: {
			on: { hear: { actions: "count" }, crash: { actions: "fail" }, end: "ended", "supervisor.gaveUp": "resigned" },
		},
		resigned: { type: "final" },
		ended: { type: "final" },
	},
});

interface World {
	kernel: Kernel;
	store: ReturnType<typeof memoryStore>;
	clock: SimulatedClock;
	send(address: string, type: string): Promise<boolean>;
	/** Let restarts that wait come due, and their turns commit. */
	settle(ms?: number): Promise<void>;
	heard(address: string): unknown;
	failed: unknown[];
}

async function world(
	specs: readonly ChildSpec[],
	strategy: Strategy = "one_for_one",
	intensity = { intensity: 3, periodMs: 10_000 },
): Promise<World> {
	const store = memoryStore();
	const clock = new SimulatedClock(1_000);
	const failed: unknown[] = [];
	const kernel = new Kernel({
		store,
		clock,
		random: () => 0,
		tree: supervisor(strategy, intensity, specs),
		onFailed: (error) => failed.push(error),
	});
	kernel.start();
	return {
		kernel,
		store,
		clock,
		failed,
		send: (address, type) => kernel.turn((turn) => turn.send(address, { type })),
		async settle(ms = 6_000) {
			for (let round = 0; round < 4; round++) {
				await new Promise(setImmediate);
				clock.advance(ms / 4);
				await new Promise(setImmediate);
			}
		},
		heard: (address) =>
			(JSON.parse(store.rows.get(address)?.snapshot ?? "{}") as { context?: { heard: number } }).context?.heard,
	};
}

const logic = durable(child);
const [a, b, c] = ["a", "b", "c"].map((id) => permanent(id, logic)) as [ChildSpec, ChildSpec, ChildSpec];

describe("a restart", () => {
	test("brings the child back to its last commit", async () => {
		const { send, settle, heard } = await world([a]);
		await send("a", "hear");
		await send("a", "crash");
		await settle();
		await send("a", "hear");
		expect(heard("a")).toBe(2);
	});

	test("waits longer each time", async () => {
		const { send, clock, kernel } = await world([a]);
		const alive = async () => {
			await new Promise(setImmediate);
			return kernel.turn((turn) => turn.send("a", { type: "hear" }));
		};
		for (const delay of [25, 50, 100]) {
			await send("a", "crash");
			await new Promise(setImmediate);
			clock.advance(delay - 1);
			expect(await alive()).toBe(false);
			clock.advance(1);
			expect(await alive()).toBe(true);
		}
	});
});

describe("OTP's table", () => {
	/** Which children are told of, after `b` of `a b c` did something. */
	const cases: [
		strategy: Strategy,
		does: "crash" | "end",
		restart: ChildSpec["restart"],
		restarted: string[],
		gone: string[],
	][] = [
		["one_for_one", "crash", "permanent", ["b"], []],
		["one_for_one", "end", "permanent", ["b"], []],
		["one_for_one", "crash", "transient", ["b"], []],
		["one_for_one", "end", "transient", [], ["b"]],
		["one_for_one", "crash", "temporary", [], ["b"]],
		["one_for_one", "end", "temporary", [], ["b"]],
		["one_for_all", "crash", "permanent", ["a", "b", "c"], []],
		["one_for_all", "crash", "transient", ["a", "b", "c"], []],
		["one_for_all", "end", "transient", [], ["b"]],
		["one_for_all", "crash", "temporary", [], ["b"]],
		["rest_for_one", "crash", "permanent", ["b", "c"], []],
		["rest_for_one", "end", "permanent", ["b", "c"], []],
		["rest_for_one", "crash", "transient", ["b", "c"], []],
		["rest_for_one", "crash", "temporary", [], ["b"]],
	];
	test.each(cases)(
		"%s: b does %s and is %s → restarted %j, gone %j",
		async (strategy, does, restart, restarted, gone) => {
			const make = { permanent, transient, temporary }[restart];
			const { send, settle, kernel, store } = await world([a, make("b", logic), c], strategy);
			const before = new Map(["a", "b", "c"].map((id) => [id, refOf(kernel, id)]));
			await send("b", does);
			await settle();
			const after = new Map(["a", "b", "c"].map((id) => [id, refOf(kernel, id)]));
			expect(["a", "b", "c"].filter((id) => after.get(id) !== undefined && after.get(id) !== before.get(id))).toEqual(
				restarted,
			);
			expect(["a", "b", "c"].filter((id) => after.get(id) === undefined)).toEqual(gone);
			expect(store.rows.get("")?.state).toBe('"running"');
		},
	);

	test("a temporary sibling that a strategy takes along does not come back", async () => {
		const { send, settle, kernel } = await world([a, temporary("b", logic), c], "one_for_all");
		await send("a", "crash");
		await settle();
		expect([refOf(kernel, "a"), refOf(kernel, "b"), refOf(kernel, "c")].map((ref) => ref !== undefined)).toEqual([
			true,
			false,
			true,
		]);
	});

	test("a permanent child that ended begins anew, one that crashed goes on", async () => {
		const { send, settle, heard } = await world([a]);
		await send("a", "hear");
		await send("a", "end");
		await settle();
		expect(heard("a")).toBe(0);
	});

	test("one restart more than the intensity inside the period ends the supervisor, whose supervisor restarts it", async () => {
		const inner = supervisor("one_for_one", { intensity: 1, periodMs: 10_000 }, [a, b]);
		const { send, settle, failed, heard } = await world([permanent("inner", inner)]);
		await send("inner/b", "hear");
		await send("inner/a", "crash");
		await settle(100);
		await send("inner/a", "crash");
		await settle();
		expect(failed).toEqual([]);
		expect(await send("inner/a", "hear")).toBe(true);
		expect(await send("inner/b", "hear")).toBe(true);
		expect(heard("inner/b")).toBe(2);
	});

	test("restarts older than the period do not count", async () => {
		const { send, settle, failed } = await world([a], "one_for_one", { intensity: 1, periodMs: 5_000 });
		for (let crash = 0; crash < 4; crash++) {
			await send("a", "crash");
			await settle(8_000);
		}
		expect(failed).toEqual([]);
	});

	test("past the root's intensity the whole tree fails, and says why", async () => {
		const { send, settle, failed, kernel } = await world([a], "one_for_one", { intensity: 0, periodMs: 5_000 });
		await send("a", "crash");
		await settle();
		expect(failed).toHaveLength(1);
		expect(kernel.state).toBe("failed");
		await expect(kernel.turn(() => undefined)).rejects.toThrow(/a failed more often/);
	});
});

describe("a dynamic supervisor", () => {
	const many = (notified: ChildSpec = a) => [
		notified,
		permanent(
			"many",
			dynamic(logic, {
				restart: "transient",
				shutdownMs: 0,
				intensity: 2,
				periodMs: 60_000,
				crashed: ({ id }) => ({ to: "a", event: { type: "hear", id } as { type: string } }),
			}),
		),
	];
	const begin = (kernel: Kernel, id: string) => kernel.turn((turn) => turn.start("many", id, undefined));

	test("starts a child once, however often it is asked", async () => {
		const { kernel, heard, send } = await world(many());
		await begin(kernel, "x");
		await send("many/x", "hear");
		await begin(kernel, "x");
		expect(heard("many/x")).toBe(1);
	});

	test("keeps the others going when one crashes for good: it may end by its own rules first", async () => {
		const { kernel, send, settle, store, heard } = await world(many());
		await begin(kernel, "x");
		await begin(kernel, "y");
		for (let crash = 0; crash < 3; crash++) {
			await send("many/x", "crash");
			await settle();
		}
		expect(store.rows.get("many/x")).toMatchObject({ status: "done", state: '"resigned"' });
		await send("many/y", "hear");
		expect(heard("many/y")).toBe(1);
	});

	test("writes off a child that fails even at that, with the reason, and tells who asked to be told", async () => {
		const stubborn = durable(
			setup({
				actions: {
					fail: assign(() => {
						throw new Error("always");
					}),
				},
			}).createMachine({ id: "stubborn", initial: "alive", states: { alive: { on: { "*": { actions: "fail" } } } } }),
		);
		const notified = permanent("a", logic);
		const { kernel, send, settle, store, heard } = await world([
			notified,
			permanent(
				"many",
				dynamic(stubborn, {
					restart: "transient",
					shutdownMs: 0,
					intensity: 2,
					periodMs: 60_000,
					crashed: () => ({ to: "a", event: { type: "hear" } }),
				}),
			),
		]);
		await begin(kernel, "x");
		for (let crash = 0; crash < 4; crash++) {
			await send("many/x", "anything");
			await settle();
		}
		const row = store.rows.get("many/x");
		expect(row?.status).toBe("crashed");
		expect(JSON.parse(row?.error ?? "{}")).toMatchObject({ message: "always" });
		expect(heard("a")).toBe(1);
	});

	test("puts a child aside whose snapshot cannot be read, and restores the rest", async () => {
		const first = await world(many());
		await begin(first.kernel, "bad");
		await begin(first.kernel, "unknown");
		await begin(first.kernel, "good");
		await first.send("many/good", "hear");
		await first.kernel.stop();
		const { store } = first;
		store.rows.set("many/bad", { ...must(store.rows.get("many/bad")), snapshot: "{broken" });
		store.rows.set("many/unknown", {
			...must(store.rows.get("many/unknown")),
			snapshot: '{"value":"nowhere","context":{},"children":{},"historyValue":{},"status":"active"}',
		});
		const clock = new SimulatedClock(5_000);
		const kernel = new Kernel({
			store,
			clock,
			random: () => 0,
			tree: supervisor("one_for_one", { intensity: 3, periodMs: 10_000 }, many()),
		});
		kernel.start();
		for (let round = 0; round < 30; round++) {
			await new Promise(setImmediate);
			clock.advance(1_000);
		}
		await new Promise(setImmediate);
		expect([
			store.rows.get("many/bad")?.status,
			store.rows.get("many/unknown")?.status,
			store.rows.get("many/good")?.status,
		]).toEqual(["crashed", "crashed", "active"]);
		expect(await kernel.turn((turn) => turn.send("many/good", { type: "hear" }))).toBe(true);
	});
});

/** The living actor at an address, as the kernel's inspection of it tells incarnations apart. */
function refOf(kernel: Kernel, address: string): unknown {
	return kernel.incarnation(address);
}

function must<T>(value: T | undefined): T {
	if (value === undefined) throw new Error("It is not there.");
	return value;
}
