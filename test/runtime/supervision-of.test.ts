import { expect, test } from "vitest";
import { createMachine } from "xstate";
import { type Durable, durable, dynamic, permanent, supervisor, transient } from "#runtime/index.ts";
import { supervisionOf } from "#runtime/supervision-of.ts";

const leaf: Durable = durable(createMachine({ id: "leaf" }), { version: 1 });

test("a supervisor's rules are told as the tree says them, wherever it stands; others have none", () => {
	const inner = supervisor("rest_for_one", { intensity: 2, periodMs: 1_000 }, [
		transient("leaf", leaf, { shutdownMs: 7 }),
	]);
	const tree = supervisor("one_for_one", { intensity: 5, periodMs: 30_000 }, [
		permanent("inner", inner),
		permanent("many", dynamic(leaf, { restart: "temporary", shutdownMs: 9, intensity: 3, periodMs: 10 })),
	]);
	expect(supervisionOf(tree, "")).toEqual({
		strategy: "one_for_one",
		intensity: 5,
		periodMs: 30_000,
		children: [
			{ id: "inner", restart: "permanent", shutdownMs: 5_000 },
			{ id: "many", restart: "permanent", shutdownMs: 5_000 },
		],
	});
	expect(supervisionOf(tree, "inner")).toMatchObject({
		strategy: "rest_for_one",
		children: [{ id: "leaf", shutdownMs: 7 }],
	});
	expect(supervisionOf(tree, "many")).toEqual({
		strategy: null,
		intensity: 3,
		periodMs: 10,
		children: [{ id: null, restart: "temporary", shutdownMs: 9 }],
	});
	for (const address of ["inner/leaf", "many/one", "none", "inner/none"])
		expect(supervisionOf(tree, address)).toBeUndefined();
});
