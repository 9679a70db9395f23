import fc from "fast-check";
import { expect, test } from "vitest";
import { makeSanitizer } from "../../cli/output/sanitize.ts";

function clean(...pieces: string[]): string {
	const sanitizer = makeSanitizer();
	return pieces.map((piece) => sanitizer.push(piece)).join("") + sanitizer.end();
}

test.each([
	["colour stays", "\x1b[1;31mred\x1b[0m", "\x1b[1;31mred\x1b[0m"],
	["clear screen goes", "a\x1b[2Jb\x1b[H", "ab"],
	["a title goes", "\x1b]0;owned\x07x", "x"],
	["the clipboard stays ours", "\x1b]52;c;aGk=\x1b\\x", "x"],
	["a link is its text", "\x1b]8;;javascript:alert(1)\x1b\\click\x1b]8;;\x1b\\", "click"],
	["a request for settings goes", '\x1bP$q"p\x1b\\x', "x"],
	["eight-bit controls go", "\x9b2Ja\x9d0;t\x9cb\x85c", "abc"],
	["bells and backspaces go", "a\x07\x08\x00b", "ab"],
	["tabs, lines and progress bars stay", "a\tb\r50%\r\n", "a\tb\r50%\r\n"],
	["an unfinished sequence at the end goes", "a\x1b[3", "a[3"],
])("%s", (_, dirty, wanted) => expect(clean(dirty)).toBe(wanted));

test("wherever the output is cut", () => {
	const dirty = "a\x1b[31mb\x1b]0;t\x07c\x1b[2Jd\x1bP$q\x1b\\e\x9b1;2Hf";
	for (let cut = 0; cut <= dirty.length; cut++)
		expect(clean(dirty.slice(0, cut), dirty.slice(cut)), String(cut)).toBe("a\x1b[31mbcdef");
});

test("nothing but colour reaches a terminal, whatever was printed", () => {
	const alphabet = fc.constantFrom("\x1b", "[", "]", "m", "2", ";", "J", "\x07", "\\", "\x9b", "P", "a", "\n");
	fc.assert(
		fc.property(fc.array(alphabet, { maxLength: 40 }), fc.nat(40), (parts, cut) => {
			const text = parts.join("");
			const left = clean(text.slice(0, cut), text.slice(cut)).replace(/\x1b\[[0-9;:]*m/g, "");
			return !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.test(left.replaceAll("\r", ""));
		}),
	);
});
