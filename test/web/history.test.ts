import { describe, expect, test } from "vitest";
import type { JournalEntry } from "#http/contract/actors.ts";
import { eventWords } from "../../web/lib/event-words.ts";
import {
	changedBy,
	entryInto,
	isFailure,
	merged,
	missingBefore,
	nextFailure,
	placeOf,
	turnFrom,
	visitedStates,
} from "../../web/lib/history.ts";
import { differences } from "../../web/lib/value-diff.ts";

const entry = (id: number, more: Partial<JournalEntry> = {}): JournalEntry => ({
	...{ id, turn: id, address: "a", kind: "build", sequence: id, event: "e", payload: null, source: null },
	...{ state: "pending", patch: null, at: "2026-01-01T00:00:00.000Z" },
	...more,
});

test.each([
	["xstate.done.actor.script", "script done"],
	["xstate.done.actor.*", "a child done"],
	["xstate.error.actor.checkout", "checkout failed"],
	["xstate.after.stepTimeout.step.running", "after stepTimeout"],
	["xstate.after.90000.build.active", "after 1 m 30 s"],
	["xstate.done.state.build.active", "active done"],
	["xstate.init", "begun"],
	["slot.granted", "slot.granted"],
	["", "by itself"],
])("the event %j is said %j", (event, words) => expect(eventWords(event)).toBe(words));

test("parts of a journal become one, each entry once; what lies between them is counted", () => {
	const all = merged([[entry(9), entry(8)], [entry(3), entry(2)], [entry(9)]]);
	expect(all.map(({ id }) => id)).toEqual([2, 3, 8, 9]);
	expect(all.map((_, index) => missingBefore(all, index))).toEqual([0, 0, 4, 0]);
	expect(missingBefore([entry(7), entry(9, { sequence: 1 })], 1)).toBe(0);
});

test("an instant is at its entry or the last one before it", () => {
	const all = [entry(2), entry(4), entry(6)];
	expect([undefined, 6, 5, 4, 2, 1, 99].map((at) => placeOf(all, at))).toEqual([2, 2, 1, 1, 0, -1, 2]);
});

test("turns are gone through one by one, to the end of each", () => {
	const all = [entry(1), entry(2, { turn: 1 }), entry(3), entry(5), entry(6, { turn: 5 })];
	expect([0, 1, 2, 3, 4].map((place) => turnFrom(all, place, 1))).toEqual([2, 2, 4, 3, 4]);
	expect([0, 1, 2, 3, 4].map((place) => turnFrom(all, place, -1))).toEqual([0, 1, 1, 2, 2]);
});

test("failures are what failed and the first of a failed state; after the last comes the first", () => {
	const all = [
		entry(1),
		entry(2, { event: "xstate.error.actor.checkout", state: { active: "cleaning" } }),
		entry(3, { state: "failure" }),
		entry(4, { state: "failure" }),
	];
	expect(all.map((_, index) => isFailure(all, index))).toEqual([false, true, true, false]);
	expect([0, 1, 2, 3].map((place) => nextFailure(all, place))).toEqual([1, 2, 1, 1]);
	expect(nextFailure([entry(1)], 0)).toBe(-1);
});

test("what was before what is loaded is not known: it counts as no failure and no entering", () => {
	const failed = [entry(7, { state: "failure" }), entry(8, { state: "failure" }), entry(12, { state: "failure" })];
	expect(failed.map((_, index) => isFailure(failed, index))).toEqual([false, false, false]);
	expect(entryInto(failed, 2, "failure")).toBeUndefined();
});

describe("states", () => {
	const all = [
		entry(1),
		entry(2, { state: { active: "running" } }),
		entry(3, { state: { active: "cleaning" } }),
		entry(4, { state: { active: "running" } }),
		entry(5, { state: { active: "running" } }),
	];
	test("that were visited are told, outer ones too", () => {
		expect([...visitedStates(all)]).toEqual(["pending", "active", "active.running", "active.cleaning"]);
	});
	test("were entered last with the entry that came from another one", () => {
		expect(entryInto(all, 4, "active.running")?.id).toBe(4);
		expect(entryInto(all, 2, "active.running")?.id).toBe(2);
		expect(entryInto(all, 4, "active")?.id).toBe(2);
		expect(entryInto(all, 4, "success")).toBeUndefined();
	});
});

test("what an entry changed is told as deep as it goes", () => {
	expect(changedBy({ patch: { set: { a: 1 }, unset: ["b"] } })).toEqual(["a", "b"]);
	expect(changedBy({ patch: null })).toEqual([]);
	expect(differences("plan", { a: 1, b: { c: [1, 2] } }, { a: 1, b: { c: [1, 3, 4] }, d: null })).toEqual([
		{ path: "plan.b.c[1]", before: "2", after: "3" },
		{ path: "plan.b.c[2]", after: "4" },
		{ path: "plan.d", after: "null" },
	]);
	expect(differences("x", { a: 1 }, undefined)).toEqual([{ path: "x", before: '{\n  "a": 1\n}' }]);
	expect(differences("x", 1, 1)).toEqual([]);
});
