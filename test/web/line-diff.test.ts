import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DiffLine, diffCount, folded, lineDiff } from "../../web/lib/line-diff.ts";

const marks = { same: " ", added: "+", removed: "-" } as const;
const shown = (before: string, after: string) =>
	lineDiff(before, after).map(({ kind, text }) => `${marks[kind]}${text}`);
const side = (lines: readonly DiffLine[], without: DiffLine["kind"]) =>
	lines.filter(({ kind }) => kind !== without).map(({ text }) => text);

describe("the difference of two texts", () => {
	test.each([
		["", "", []],
		["a\nb", "a\nb\n", [" a", " b"]],
		["", "a\nb\n", ["+a", "+b"]],
		["a\nb\n", "", ["-a", "-b"]],
		["a\nb\nc\n", "a\nc\n", [" a", "-b", " c"]],
		["a\nc\n", "a\nb\nc\n", [" a", "+b", " c"]],
		["a\nb\nc\n", "a\nB\nc\n", [" a", "-b", "+B", " c"]],
		["a\r\nb\r\n", "a\nb\n", [" a", " b"]],
		["a\n\n\nb\n", "a\n\nb\n", [" a", " ", "-", " b"]],
	])("%j → %j", (before, after, expected) => expect(shown(before, after)).toEqual(expected));

	test("numbers the lines of both sides", () => {
		expect(lineDiff("a\nb\nc\n", "a\nx\ny\nc\n").map(({ before, after }) => [before, after])).toEqual([
			[1, 1],
			[2, undefined],
			[undefined, 2],
			[undefined, 3],
			[3, 4],
		]);
	});

	test("is one of the shortest, and both texts are in it", () => {
		const text = fc
			.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 })
			.map((lines) => `${lines.join("\n")}\n`);
		fc.assert(
			fc.property(text, text, (before, after) => {
				const lines = lineDiff(before, after);
				const [a, b] = [before, after].map((each) => each.replace(/\n$/, "").split("\n")) as [string[], string[]];
				expect(side(lines, "added")).toEqual(a);
				expect(side(lines, "removed")).toEqual(b);
				expect(lines.filter(({ kind }) => kind === "same").length).toBe(longestCommon(a, b));
			}),
		);
	});

	test("of texts that have nothing in common is found at once", () => {
		const many = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word} ${i}`).join("\n");
		const started = performance.now();
		expect(diffCount(lineDiff(many("a"), many("b")))).toEqual({ added: 20_000, removed: 20_000 });
		expect(performance.now() - started).toBeLessThan(2_000);
	});
});

test("what is alike and far from a change is folded", () => {
	const before = Array.from({ length: 20 }, (_, i) => `line ${i}`);
	const after = before.with(10, "changed");
	const lines = folded(lineDiff(before.join("\n"), after.join("\n")), 2);
	expect(lines.map((line) => (line.kind === "fold" ? `… ${line.count}` : `${marks[line.kind]}${line.text}`))).toEqual([
		...["… 8", " line 8", " line 9", "-line 10", "+changed", " line 11", " line 12", "… 7"],
	]);
	expect(folded(lineDiff("a\nb\nc", "a\nb\nc"))).toEqual([{ kind: "fold", count: 3 }]);
	expect(folded(lineDiff("a\nb", "a\nb")).map(({ kind }) => kind)).toEqual(["same", "same"]);
});

/** The textbook's table. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
	let row = new Array<number>(b.length + 1).fill(0);
	for (const line of a) {
		const next = [0];
		for (let j = 1; j <= b.length; j++)
			next.push(line === b[j - 1] ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0));
		row = next;
	}
	return row.at(-1) ?? 0;
}
