import fc from "fast-check";
import { expect, test } from "vitest";
import { chunkLines, LogLines } from "../../web/lib/log-lines.ts";

const part = (content: string, times: { line: number; at: string }[] = []) => ({ content, times });
const numbered = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, i) => `line ${from + i}\n`).join("");

test("what the stream brings stands behind what was read, though the file was read further meanwhile", () => {
	const lines = new LogLines();
	lines.begin(1_000, 1_200, part(numbered(1_000, 1_200)));
	// A part from above knows that the file has 1,210 lines by now.
	lines.keep(0, part(numbered(0, 500)), 1_210);
	lines.keep(1_000, part(numbered(1_000, 1_210)), 1_210);
	expect(lines.count).toBe(1_200);
	lines.append(part(numbered(1_200, 1_210)));
	expect([lines.count, lines.line(1_200), lines.line(1_209)]).toEqual([1_210, "line 1200\n", "line 1209\n"]);
});

test("a line that comes in pieces is one, as old as its first piece", () => {
	const lines = new LogLines();
	lines.begin(0, 1, part("one", [{ line: 0, at: "2026-01-01T00:00:01Z" }]));
	lines.append(part(" and", [{ line: 0, at: "2026-01-01T00:00:02Z" }]));
	// The file is read again while the line grows: what is there of it is not counted twice.
	lines.keep(0, part("one and a half"), 1);
	lines.append(part(" more\ntwo\n", [{ line: 0, at: "2026-01-01T00:00:03Z" }]));
	expect([lines.line(0), lines.line(1), lines.count]).toEqual(["one and more\n", "two\n", 2]);
	expect([lines.time(0), lines.time(1)]).toEqual([1, 3].map((s) => Date.UTC(2026, 0, 1, 0, 0, s)));
});

test("what was looked at longest ago is forgotten first, and the end never", () => {
	const lines = new LogLines();
	const count = 100 * chunkLines + 10;
	lines.begin(100 * chunkLines, count, part(numbered(100 * chunkLines, count)));
	lines.keep(0, part(numbered(0, chunkLines)), count);
	for (let chunk = 1; chunk < 70; chunk++) {
		expect(lines.missing(0, 10)).toEqual([]);
		lines.keep(chunk * chunkLines, part(numbered(chunk * chunkLines, (chunk + 1) * chunkLines)), count);
	}
	expect(lines.missing(0, 10)).toEqual([]);
	expect(lines.missing(chunkLines, 2 * chunkLines)).toEqual([1]);
	lines.append(part("new\n"));
	expect([lines.line(count - 1), lines.line(count)]).toEqual([`line ${count - 1}\n`, "new\n"]);
	expect(lines.missing(count - 10, count + 1)).toEqual([]);
});

test("a log that has ended has as many lines as its file", () => {
	const lines = new LogLines();
	lines.begin(0, 30_000, part(numbered(0, 20_000)));
	lines.close();
	expect(lines.missing(20_000, 20_001)).toEqual([40]);
	lines.keep(20_000, part(numbered(20_000, 20_500)), 30_001);
	expect([lines.count, lines.line(20_400)]).toEqual([30_001, "line 20400\n"]);
});

test("however a text is cut into pieces, its lines are the same", () => {
	const piece = fc.stringMatching(/^[ab\n]{0,12}$/);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 8 }), piece, (pieces, first) => {
			const lines = new LogLines();
			const before = first.match(/[^\n]*\n|[^\n]+$/g)?.length ?? 0;
			lines.begin(0, before, part(first));
			for (const each of pieces) lines.append(part(each));
			const whole = [first, ...pieces].join("").match(/[^\n]*\n|[^\n]+$/g) ?? [];
			expect(Array.from({ length: lines.count }, (_, at) => lines.line(at))).toEqual([...whole]);
		}),
	);
});
