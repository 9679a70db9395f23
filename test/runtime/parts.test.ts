import { describe, expect, test } from "vitest";
import { assign, setup } from "xstate";
import { chartOf } from "#runtime/index.ts";
import { backoffDelay } from "../../runtime/backoff.ts";
import { parseFailpoints } from "../../runtime/failpoints.ts";
import { exceeded, withRestart } from "../../runtime/restart-intensity.ts";
import { readSnapshot } from "../../runtime/snapshot.ts";

test("back-off doubles to its limit, with between half and all of it", () => {
	const backoff = { baseMs: 100, maxMs: 1_000 };
	expect([1, 2, 3, 4, 5, 50].map((attempt) => backoffDelay(backoff, attempt, () => 0))).toEqual([
		50, 100, 200, 400, 500, 500,
	]);
	expect(backoffDelay(backoff, 3, () => 0.999)).toBeCloseTo(400, 0);
});

test("restarts count while they are inside the period", () => {
	const rule = { intensity: 2, periodMs: 1_000 };
	let restarts: number[] = [];
	for (const at of [0, 100, 1_050, 1_060]) restarts = withRestart(restarts, at, rule);
	expect(restarts).toEqual([100, 1_050, 1_060]);
	expect(exceeded(restarts, rule)).toBe(true);
	expect(exceeded(withRestart(restarts, 2_055, rule), rule)).toBe(false);
});

describe("failpoints", () => {
	test("act at their nth hit, and only there", () => {
		const points = parseFailpoints("store_error:error:2");
		points.hit("store_error");
		points.hit("before_commit");
		expect(() => points.hit("store_error")).toThrow("failpoint store_error");
		points.hit("store_error");
	});

	test.each(["nothing:kill", "before_commit", "before_commit:explode", "before_commit:kill:x"])(
		"%s is refused with what there is",
		(text) => {
			expect(() => parseFailpoints(text)).toThrow(
				/is not name:kill\|error\|delay\(ms\)\[:nth\] with a name of before_commit/,
			);
		},
	);
});

describe("a stored snapshot", () => {
	const row = (version: number, snapshot: string) => ({
		address: "a",
		parent: "",
		kind: "k",
		version,
		status: "active" as const,
		state: "",
		snapshot,
		sequence: 1,
		deadlines: null,
		error: null,
		createdAt: 0,
		updatedAt: 0,
	});
	const rename = (from: string, to: string) => (snapshot: Record<string, unknown>) => ({
		...snapshot,
		value: snapshot["value"] === from ? to : snapshot["value"],
	});

	test("comes up version by version", () => {
		const upcasts = { 1: rename("a", "b"), 2: rename("b", "c") };
		expect(readSnapshot(row(1, '{"value":"a"}'), 3, upcasts)).toEqual({ value: "c" });
		expect(readSnapshot(row(3, '{"value":"a"}'), 3, upcasts)).toEqual({ value: "a" });
	});

	test.each([
		[row(2, '{"value":"a"}'), /newer than this server's 1/],
		[row(0, '{"value":"a"}'), /no way from version 0 to 1/],
		[row(1, "{"), /not JSON/],
		[row(1, "5"), /not a snapshot/],
	])("that cannot be used says why: %j", (stored, why) => expect(() => readSnapshot(stored, 1, {})).toThrow(why));
});

test("a chart is drawn from the machine itself", () => {
	const machine = setup({ guards: { ready: () => true }, actions: { note: assign({}) } }).createMachine({
		id: "door",
		description: "A door.",
		initial: "open",
		states: {
			open: { description: "Anybody may pass.", on: { close: { guard: "ready", target: "closed", actions: "note" } } },
			closed: { type: "final" },
		},
	});
	const chart = chartOf(machine, 2);
	expect(chart).toMatchObject({ kind: "door", version: 2, description: "A door." });
	expect(chart.nodes.map(({ id, initial, final, description }) => ({ id, initial, final, description }))).toEqual([
		{ id: "door", initial: false, final: false, description: "A door." },
		{ id: "door.open", initial: true, final: false, description: "Anybody may pass." },
		{ id: "door.closed", initial: false, final: true, description: null },
	]);
	expect(chart.edges).toEqual([
		{
			source: "door.open",
			target: "door.closed",
			event: "close",
			guard: "ready",
			actions: ["note"],
			description: null,
		},
	]);
});
