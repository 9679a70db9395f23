import { expect, test } from "vitest";
import { nearest } from "#actors/pipeline/nearest.ts";

const known = ["name", "scripts", "environment", "triggering"];

test.each([
	["script", "scripts"],
	["scirpts", "scripts"],
	["enviroment", "environment"],
	["trigering", "triggering"],
	["nam", "name"],
	["Name", "name"],
	["colour", undefined],
	["", undefined],
	["scripts".repeat(100_000), undefined],
])("%.20s is meant as %s", (word, meant) => {
	expect(nearest(word, known)).toBe(meant);
});
