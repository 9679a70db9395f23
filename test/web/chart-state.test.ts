import { describe, expect, test } from "vitest";
import {
	activeStates,
	chartStateId,
	edgeInWords,
	eventsElsewhere,
	innermostState,
	mermaid,
	takenEdges,
} from "../../web/lib/chart-state.ts";
import build from "../../web/machines/build.json" with { type: "json" };
import type { ChartLayout } from "../../web/machines/chart-layout.ts";
import queue from "../../web/machines/queue.json" with { type: "json" };
import repository from "../../web/machines/repository.json" with { type: "json" };
import step from "../../web/machines/step.json" with { type: "json" };

const charts = { build, queue, repository, step } as unknown as Record<string, ChartLayout>;
const chart = (kind: string) => charts[kind] as ChartLayout;

describe("the active states of a state value", () => {
	test.each([
		["pending", ["pending"]],
		[{ active: "running" }, ["active", "active.running"]],
		[{ a: { b: "c" } }, ["a", "a.b", "a.b.c"]],
		[{ left: "on", right: { up: {} } }, ["left", "left.on", "right", "right.up"]],
		["", []],
		[{}, []],
		[null, []],
		[undefined, []],
		[7, []],
	])("%j", (value, expected) => expect(activeStates(value)).toEqual(expected));

	test("are states of the chart", () => {
		const ids = chart("build").states.map(({ id }) => id);
		expect(ids).toEqual(expect.arrayContaining(activeStates({ active: "running" })));
	});

	test("end with the innermost", () => {
		expect(innermostState({ active: "running" })).toBe("active.running");
		expect(innermostState(null)).toBe("");
	});
});

test("a machine's own names of states are turned into the chart's", () => {
	expect(chartStateId("build", "build.active.running")).toBe("active.running");
	expect(chartStateId("build", "build")).toBe("");
	expect(chartStateId("build", "pending")).toBe("pending");
});

describe("the transitions that a step took", () => {
	const ways = (kind: string, from: string, event: string, to: string) =>
		[...takenEdges(chart(kind), { from, to, event })].map((id) => {
			const edge = chart(kind).edges.find((each) => each.id === id);
			return `${edge?.from} → ${edge?.internal ? "stays" : edge?.to}${edge?.guard === null ? "" : ` [${edge?.guard}]`}`;
		});

	test("are found by states and event", () => {
		expect(ways("build", "pending", "cancel", "cancelled")).toEqual(["pending → cancelled"]);
		expect(ways("step", "running", "xstate.after.stepTimeout.step.running", "stopping")).toEqual([
			"running → stopping",
		]);
	});

	test("enter a compound state by its box", () => {
		expect(ways("build", "pending", "slot.granted", "active.preparing")).toEqual(["pending → active"]);
	});

	test("go on by themselves through states that nobody stays in", () => {
		expect(ways("build", "active.preparing", "xstate.done.actor.checkout", "active.running")).toEqual([
			"active.preparing → active.prepared",
			"active.prepared → active.running [stepsRemain]",
		]);
	});

	test("may begin with one that stays", () => {
		expect(ways("queue", "resting", "slot.released", "choosing")).toEqual([
			" → stays",
			"resting → choosing [somebodyMayHaveASlot]",
		]);
	});

	test("leave a compound state whose last child has ended", () => {
		expect(ways("build", "active.cleaning", "xstate.done.actor.cleaner", "failure")).toEqual([
			"active.cleaning → active.ended",
			"active → failure [failed]",
		]);
	});

	test("know a child by any name, and that it may begin the same state again", () => {
		expect(ways("build", "active.running", "xstate.done.actor.step-3", "active.running")).toEqual([
			"active.running → active.running [stepPassedAndMoreRemain]",
		]);
	});

	test("are the state's own rather than those of the one around it", () => {
		expect(ways("build", "active.running", "cancel", "active.running")).toEqual(["active.running → stays"]);
		expect(ways("build", "active.collecting", "interrupt", "active.cleaning")).toEqual([
			"active → active.cleaning [not in cleaning]",
		]);
		expect(ways("repository", "error", "remove", "removed")).toEqual([" → removed"]);
	});

	test("are none where the chart has no way", () => {
		expect(ways("build", "pending", "slot.granted", "success")).toEqual([]);
		expect(ways("build", "pending", "no.such.event", "active.preparing")).toEqual([]);
		expect(ways("build", "", "xstate.init", "pending")).toEqual([]);
	});
});

test("events that are taken in other states only are told with those", () => {
	const told = (kind: string, state: unknown) =>
		eventsElsewhere(chart(kind), activeStates(state)).map(({ event, states }) => `${event}: ${states.join(", ")}`);
	expect(told("build", { active: "cleaning" })).toEqual(["slot.granted: pending"]);
	expect(told("repository", "inactive")).toEqual([
		"delivery.verified: pending_setup, active, error",
		"delivery.rejected: pending_setup, active",
		"deactivate: pending_setup, active, error",
	]);
	expect(told("queue", "choosing")).toEqual([]);
});

test("a transition in words has its actions once", () => {
	const words = chart("step").edges.map(edgeInWords);
	expect(words).toContain("after stepTimeout / recordTimeout");
	expect(words).toContain("done [endedWell] / recordEnding");
	expect(chart("queue").edges.map(edgeInWords)).toContain("on slot.requested [slotFreeAndNobodyWaits] / grantAtOnce");
});

describe("a Mermaid diagram", () => {
	test("of a small machine", () => {
		expect(mermaid(chart("step"))).toBe(`stateDiagram-v2
	[*] --> running
	state "running" as running
	state "stopping" as stopping
	state "success" as success
	success --> [*]
	state "failure" as failure
	failure --> [*]
	state "cancelled" as cancelled
	cancelled --> [*]
	running --> stopping: stop
	running --> success: done [endedWell]
	running --> running: done [mayRunAgain]
	running --> failure: done
	running --> stopping: failed [wasRefused]
	running --> stopping: after stepTimeout
	stopping --> cancelled: done [wasCancelled]
	stopping --> failure: done
	stopping --> cancelled: failed [wasRefused and wasCancelled]
	stopping --> failure: failed [wasRefused]
`);
	});

	test("nests compound states, and says in them what stays", () => {
		const text = mermaid(chart("build"));
		expect(text).toContain('\tstate "active" as active {\n\t\t[*] --> active__preparing\n');
		expect(text).toContain("\t\tactive__running: on cancel / recordCancel, stopStep\n");
		expect(text).toContain("\tactive__cleaning --> active__ended: done\n");
		expect(text).toContain(
			"\tnote right of active\n\t\ton interrupt [in running or in publishing] / recordInterruption",
		);
		expect(text).toContain("\t\tsupervisor.gaveUp [in cleaning] → active.ended\n");
		expect(text).not.toContain("active --> active__");
		expect(text.split("{").length).toBe(text.split("\n}").length + text.split("\t}").length - 1);
	});
});
