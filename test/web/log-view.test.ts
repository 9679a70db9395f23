import fc from "fast-check";
import { expect, test } from "vitest";
import { spansOf } from "../../web/lib/ansi.ts";
import { highlight } from "../../web/lib/highlight.ts";
import { hashOf, rangeOf } from "../../web/lib/line-range.ts";
import { barOf, drawnPx, moved, topOf } from "../../web/lib/scroll-map.ts";
import { clock, sinceInWords } from "../../web/lib/words.ts";
import { rowsOf, WrappedRows } from "../../web/lib/wrapped-rows.ts";

const total = fc.integer({ min: 1_000, max: 500_000_000 });

test("a scroll bar reaches all of a log of any length, both ends exactly", () => {
	fc.assert(
		fc.property(total, fc.double({ min: 0, max: 1, noNaN: true }), (length, share) => {
			const top = Math.floor(share * length);
			expect(drawnPx(length)).toBeLessThanOrEqual(8_000_000);
			expect(topOf(barOf(top, length), length)).toBeCloseTo(top, 3);
			expect([topOf(0, length), topOf(drawnPx(length), length)]).toEqual([0, length]);
		}),
	);
});

test("a wheel moves by what it turns, a dragged bar leads where it points", () => {
	const long = 20_000_000;
	const before = { bar: 4_000_000, top: topOf(4_000_000, long) };
	expect(moved(before, 4_000_100, long, 600).top - before.top).toBe(100);
	expect(moved(before, 6_000_000, long, 600).top).toBe(topOf(6_000_000, long));
	expect(moved(before, 8_000_000 - 600, long, 600).top).toBe(long - 600);
	expect(moved({ bar: 100, top: 100 }, 0, 5_000, 600)).toEqual({ bar: 0, top: 0 });
});

test("rows of wrapped lines lead to their line and back", () => {
	const rows = new WrappedRows();
	expect(rows.set(1, [1, 3, 1])).toBe(true);
	expect(rows.set(1, [1, 3, 1])).toBe(false);
	expect([rows.above(500), rows.above(501), rows.above(502), rows.above(1_000)]).toEqual([500, 501, 504, 1_002]);
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 1_999 }), (line) => {
			expect(rows.lineAt(rows.above(line), 2_000)).toBe(line);
		}),
	);
	expect([503, 504, 505].map((row) => rows.lineAt(row, 2_000))).toEqual([501, 502, 503]);
});

test("a text takes as many rows as its characters need", () => {
	expect(["", "a", "0123456789", "0123456789a", "日本語日本", "日本語日本語"].map((text) => rowsOf(text, 10))).toEqual([
		1, 1, 1, 2, 1, 2,
	]);
	expect(rowsOf("a\tb", 8)).toBe(2);
});

test("a link names a line or several, in any order", () => {
	expect(rangeOf("#L10")).toEqual({ from: 9, to: 9 });
	expect(rangeOf("#L20-L10")).toEqual({ from: 9, to: 19 });
	for (const hash of ["", "#", "#L", "#L1-", "#x", "#L1-L2-L3"]) expect(rangeOf(hash)).toBeUndefined();
	for (const hash of ["#L1", "#L3-L7"]) expect(hashOf(rangeOf(hash) ?? { from: 0, to: 0 })).toBe(hash);
});

test("what was found is marked, over several looks, and nothing else changes", () => {
	const marked = (line: string, wanted: string) =>
		highlight(spansOf(line), wanted).map(({ text, look }) => [text, look]);
	expect(marked("an ERROR here", "error")).toEqual([
		["an ", ""],
		["ERROR", " found"],
		[" here", ""],
	]);
	expect(marked("a\u001b[31mb\u001b[0mc", "abc")).toEqual([
		["a", " found"],
		["b", "fg-1 found"],
		["c", " found"],
	]);
	expect(marked("aaa", "a")).toEqual([
		["a", " found"],
		["a", " found"],
		["a", " found"],
	]);
	expect(marked("none", "x")).toEqual([["none", ""]]);
});

test("times of lines are short", () => {
	expect([0, 12_345, 61_000, 3_723_400].map(sinceInWords)).toEqual(["+0:00.0", "+0:12.3", "+1:01.0", "+1:02:03.4"]);
	expect(clock(new Date(2026, 0, 2, 3, 4, 5, 678).getTime())).toBe("03:04:05.6");
});
