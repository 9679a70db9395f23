import { describe, expect, test } from "vitest";
import { judgeChangeset } from "#actors/pipeline/changeset.ts";
import { compilePathGlob } from "#actors/pipeline/path-glob.ts";

test.each<[pattern: string, matches: string[], others: string[]]>([
	[".", ["a", "a/b"], []],
	["apps/mobile", ["apps/mobile", "apps/mobile/a", "apps/mobile/a/b"], ["apps/mobile2", "apps"]],
	["apps/mobile/", ["apps/mobile/a"], ["apps"]],
	["./lib", ["lib/a"], ["a/lib"]],
	["**/*.md", ["a.md", "a/b/c.md"], ["a.mdx", "md"]],
	["lib/**", ["lib/a", "lib/a/b"], ["libs/a", "a/lib/b"]],
	["**/test/**/*.dart", ["test/a.dart", "x/test/y/z/a.dart"], ["test/a.js"]],
	["*.yaml", ["a.yaml"], ["b/a.yaml"]],
	["{a,b}/?.txt", ["a/1.txt", "b/2.txt"], ["c/1.txt", "a/12.txt"]],
	["a/**/b/**/c", ["a/b/c", "a/x/b/y/z/c", "a/b/b/c"], ["a/c", "b/c"]],
])("the pattern %s", (pattern, matches, others) => {
	const test = compilePathGlob(pattern);
	expect(matches.filter((path) => !test(path))).toEqual([]);
	expect(others.filter(test)).toEqual([]);
});

test("a hostile pattern takes no longer than pattern times path", () => {
	const pattern = `${"**/a*a*a*a*/".repeat(500)}b`;
	expect(compilePathGlob(pattern)(`${"aaaaaaaaaaaaaaaaaaaaaaaaaaaa/".repeat(2_000)}c`)).toBe(false);
});

describe("a changeset", () => {
	const since = "0123456789".repeat(4);
	const files = (...names: string[]) => ({ kind: "files", since, files: names }) as const;

	test("is met by a file that is included and not excluded", () => {
		const mobile = { includes: ["apps/mobile"], excludes: ["**/*.md"] };
		expect(judgeChangeset(mobile, files("apps/mobile/a.dart", "b"))).toEqual({
			met: true,
			reason: "apps/mobile/a.dart changed since 01234567.",
		});
		expect(judgeChangeset(mobile, files("apps/mobile/a.md", "b"))).toEqual({
			met: false,
			reason: "None of the 2 files changed since 01234567 is in its changeset.",
		});
	});

	test("names three files and counts the rest; without includes every file counts", () => {
		const judged = judgeChangeset({ includes: [], excludes: ["z"] }, files("a", "b", "c", "d", "e", "z"));
		expect(judged).toEqual({ met: true, reason: "a, b, c and 2 more changed since 01234567." });
	});

	test("is met when the pipeline's own file changed, and when there is nothing to compare with", () => {
		const never = { includes: ["never"], excludes: [] };
		expect(judgeChangeset(never, files("codemagic.yaml"))).toMatchObject({ met: true });
		expect(judgeChangeset(never, { kind: "everything", why: "It is new." })).toEqual({
			met: true,
			reason: "It is new.",
		});
		expect(judgeChangeset(never, files())).toMatchObject({ met: false });
	});
});
