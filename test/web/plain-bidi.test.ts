import { expect, test } from "vitest";
import { plainBidi } from "../../web/lib/plain-bidi.ts";

test("what would turn text around is shown as a mark, everything else stays as it is", () => {
	expect(plainBidi("a\u202egnp.exe")).toBe("a⟨U+202E⟩gnp.exe");
	expect(plainBidi("\u2066x\u2069\u200f")).toBe("⟨U+2066⟩x⟨U+2069⟩⟨U+200F⟩");
	for (const text of ["שלום עולם", "مرحبا", "release/1.0", "\u001b[31mred\u001b[0m", "👩‍💻"])
		expect(plainBidi(text)).toBe(text);
});
