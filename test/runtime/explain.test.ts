import { describe, expect, test } from "vitest";
import { type AnyMachineSnapshot, and, initialTransition, not, or, setup, stateIn } from "xstate";
import { type Outlook, outlook, outlookThen } from "#runtime/index.ts";
import { because } from "#runtime/machine.ts";

interface Door {
	readonly key: boolean;
	readonly tries: number;
}

const doorMachine = setup({
	types: { context: {} as Door, events: {} as { type: "open"; by: string } | { type: "knock" } | { type: "kick" } },
	guards: {
		hasKey: because(({ context }) => (context as Door).key || "The key is not there."),
		fewTries: because(
			({ context }) => (context as Door).tries < 3 || `Tried ${(context as Door).tries} times; 3 are allowed.`,
		),
		isOwner: because(({ event }) => (event as { by?: string }).by === "owner" || "Only the owner may."),
	},
}).createMachine({
	id: "door",
	context: { key: false, tries: 3 },
	initial: "closed",
	on: { kick: { target: ".broken" } },
	states: {
		closed: {
			on: {
				open: [
					{ guard: and(["hasKey", or(["fewTries", stateIn("broken")])]), target: "ajar" },
					{ guard: "isOwner", target: "wide" },
					{ target: "broken" },
				],
				knock: [{ guard: not("hasKey"), target: "ajar" }, { target: "wide" }],
				kick: { guard: not(stateIn("closed")), target: "wide" },
			},
		},
		ajar: {},
		wide: {},
		broken: { type: "final" },
	},
});

const now = () => initialTransition(doorMachine, undefined)[0] as unknown as AnyMachineSnapshot;
const told = (ways: readonly Outlook[] = []) =>
	ways.map(({ event, target, verdict, reason }) => [event, target.join().slice(5), verdict, reason]);

describe("what can happen", () => {
	test("is said way by way, those of one event in the order in which they are tried", () => {
		expect(told(outlook(now()))).toEqual([
			["open", "ajar", "blocked", "The key is not there. Tried 3 times; 3 are allowed. It is not in broken."],
			["open", "wide", "depends", "isOwner depends on what the event brings."],
			["open", "broken", "depends", "Taken if none before it of the same event is."],
			["knock", "ajar", "possible", null],
			["knock", "wide", "shadowed", "Another one of the same event is taken before it."],
			["kick", "wide", "blocked", "It is in closed."],
			["kick", "broken", "possible", null],
		]);
	});

	test("is judged with the event where it is known", () => {
		const ways = outlook(now(), { open: { type: "open", by: "guest" } });
		expect(told(ways).slice(1, 3)).toEqual([
			["open", "wide", "blocked", "Only the owner may."],
			["open", "broken", "possible", null],
		]);
	});

	test("names guards that are made of others in words, and each of their parts", () => {
		const [open, , , knock, , kick] = outlook(now());
		expect([open?.guard, knock?.guard, kick?.guard]).toEqual([
			"hasKey and (fewTries or in broken)",
			"not hasKey",
			"not in closed",
		]);
		expect(open?.checks.map(({ words, holds, depth }) => [depth, words, holds])).toEqual([
			[0, "all of", false],
			[1, "hasKey", false],
			[1, "any of", false],
			[2, "fewTries", false],
			[2, "in broken", false],
		]);
	});
});

describe("what could happen then", () => {
	test("is judged by the state and the context of then, and what came next by what it brought", () => {
		const then = outlookThen(doorMachine, {
			value: "closed",
			context: { key: true, tries: 3 },
			next: { type: "open", by: "owner" },
		});
		expect(told(then?.ways).slice(0, 4)).toEqual([
			["open", "ajar", "blocked", "Tried 3 times; 3 are allowed. It is not in broken."],
			["open", "wide", "possible", null],
			["open", "broken", "shadowed", "Another one of the same event is taken before it."],
			["knock", "ajar", "blocked", "hasKey holds, and must not."],
		]);
		expect(then?.ways.filter(({ taken }) => taken).map(({ target }) => target)).toEqual([["door.wide"]]);
	});

	test("is nothing once it has ended, and unknown in a state that the machine has no more", () => {
		const context = { key: true, tries: 0 };
		expect(outlookThen(doorMachine, { value: "broken", context })?.isOver).toBe(true);
		expect(outlookThen(doorMachine, { value: "painted", context })).toBeUndefined();
		expect(outlookThen(doorMachine, { value: { closed: "locked" }, context })).toBeUndefined();
		expect(outlookThen(doorMachine, { value: null, context })).toBeUndefined();
	});
});
