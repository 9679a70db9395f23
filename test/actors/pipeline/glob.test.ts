import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGlob } from "#actors/pipeline/glob.ts";

describe("a pattern", () => {
	test.each<[pattern: string, matches: string[], others: string[]]>([
		["main", ["main"], ["Main", "main2", "x/main", ""]],
		["*", ["main", "feature/x/y", ".hidden", ""], []],
		["**", ["main", "feature/x/y"], []],
		["feature/*", ["feature/x", "feature/x/y"], ["feature", "xfeature/x"]],
		["*/fix", ["a/fix", "a/b/fix"], ["fix", "a/fix2"]],
		["v?.*", ["v1.0", "v2.0.1"], ["v10.0", "v."]],
		["{main,release/*}", ["main", "release/1"], ["{main", "dev"]],
		["v{1,2{a,b}}", ["v1", "v2a", "v2b"], ["v2", "v{1"]],
		["{main}", ["{main}"], ["main"]],
		["{a,b", ["{a,b"], ["a"]],
		["a.b+c", ["a.b+c"], ["aXb+c", "a.bbc"]],
		["!main", ["!main"], ["dev"]],
		["[a-c]", ["a", "b", "c"], ["d", "[a-c]"]],
		["v[!0]*", ["v1.2"], ["v0.1", "v"]],
		["[", ["["], ["a"]],
		["[]", ["[]"], ["a"]],
		["+(+(a))", ["+(+(a))"], ["a", "aaaa"]],
	])("%s", (pattern, matches, others) => {
		const match = compileGlob(pattern);
		expect(matches.filter((text) => !match(text))).toEqual([]);
		expect(others.filter(match)).toEqual([]);
	});

	test("means what the same pattern means as a regular expression", () => {
		const word = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 12 });
		const pattern = fc.string({ unit: fc.constantFrom("a", "b", "/", "*", "?"), maxLength: 8 });
		fc.assert(
			fc.property(pattern, word, (pattern, text) => {
				const same = new RegExp(`^${pattern.replaceAll("?", ".").replace(/\*+/g, ".*")}$`);
				expect(compileGlob(pattern)(text)).toBe(same.test(text));
			}),
			{ numRuns: 2_000 },
		);
	});

	test("without signs matches itself and nothing else", () => {
		const plain = fc.string({ unit: "grapheme" }).filter((text) => !/[*?{]/.test(text));
		fc.assert(fc.property(plain, plain, (a, b) => compileGlob(a)(b) === (a === b) && compileGlob(a)(a)));
	});
});

describe("a pattern made to take for ever comes to its end", () => {
	test.each([
		["+(+(a))", "a".repeat(64)],
		["(a+)+$", "a".repeat(64)],
		[`${"*".repeat(34)}x`, "a".repeat(64)],
		["*a".repeat(127), `${"a".repeat(4_000)}b`],
		[`${"{a,*}".repeat(51)}x`, "a".repeat(4_000)],
		["{".repeat(256), "a".repeat(4_000)],
		[`${"{,".repeat(85)}${"}".repeat(85)}`, "a".repeat(4_000)],
	])("%s", (pattern, text) => {
		expect(compileGlob(pattern)(text)).toBe(false);
	});
});
