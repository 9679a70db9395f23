import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Masker } from "#actors/log/masker.ts";

const masked = (secrets: string[], text: string) => new Masker(secrets).maskText(text);
const stars = (count: number) => "*".repeat(count);
const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");

describe("a secret is hidden", () => {
	test.each([
		["as it is", "hunter22", "pw=hunter22!", `pw=${stars(8)}!`],
		["twice in a row", "hunter22", "hunter22hunter22", stars(16)],
		["where it overlaps itself", "abab", "xababab!", `x${stars(6)}!`],
		["with characters of several bytes", "schlüssel", "a schlüssel b", `a ${stars(10)} b`],
		["at the end without its newline", "token-1\n", "token-1", stars(7)],
		["in URLs", "p@ss w/rd", "u=p%40ss%20w%2Frd&v=p%40ss+w%2Frd", `u=${stars(15)}&v=${stars(13)}`],
		["in URLs, digits in lower case", "a/b/c", "a%2fb%2fc", stars(9)],
		["in JSON", 'say "hi"\t', String.raw`{"a":"say \"hi\"\t"}`, `{"a":"${stars(12)}"}`],
		["by set -x", "it's me", String.raw`+ echo 'it'\''s me'`, `+ echo '${stars(10)}'`],
		["by printf %q", "it's me", String.raw`it\'s\ me`, stars(9)],
		["in hex", "hunter22", Buffer.from("hunter22").toString("hex"), stars(16)],
	])("%s", (_, secret, text, expected) => {
		expect(masked([secret], text)).toBe(expected);
	});

	test("line by line, however the lines come out", () => {
		const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----\n";
		for (const line of key.trim().split("\n")) expect(masked([key], `> ${line} <`)).toBe(`> ${stars(line.length)} <`);
		expect(masked([key], key)).toBe(key.replace(/[^\n]/g, "*"));
		expect(masked([key], key.replaceAll("\n", "\r\n"))).not.toMatch(/MII|kqh/);
		expect(masked([key], JSON.stringify({ key }))).not.toMatch(/MII|kqh|BEGIN/);
	});

	test("in Base64 at whatever offset, wrapped or not, in both alphabets", () => {
		fc.assert(
			fc.property(
				fc.string({ minLength: 6, maxLength: 200, unit: "grapheme" }),
				fc.string({ maxLength: 9 }),
				fc.string({ maxLength: 9 }),
				(secret, before, after) => {
					const bytes = Buffer.byteLength(secret);
					const plain = base64(before + secret + after);
					for (const text of [plain, plain.replaceAll("+", "-").replaceAll("/", "_")]) {
						const hidden = new Masker([secret]).maskText(text);
						// All characters but the two at each end that mix with what is around.
						expect(hidden.split("*").length - 1).toBeGreaterThanOrEqual(Math.floor((bytes * 8) / 6) - 2);
					}
				},
			),
		);
		const long = "0123456789abcdef".repeat(20);
		for (const width of [64, 76]) {
			const wrapped = base64(long).replace(new RegExp(`.{${width}}`, "g"), "$&\n");
			expect(masked([long], wrapped)).toMatch(/^[*\n]+=*$/);
		}
	});
});

test("only secrets are hidden, and every byte stays where it was", () => {
	fc.assert(
		fc.property(
			fc.array(fc.stringMatching(/^[ab]{4,7}$/), { minLength: 1, maxLength: 4 }),
			fc.stringMatching(/^[abc]{0,80}$/),
			(secrets, text) => {
				const hidden = new Set<number>();
				for (const secret of secrets)
					for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1))
						for (let i = 0; i < secret.length; i++) hidden.add(at + i);
				const expected = [...text].map((char, at) => (hidden.has(at) ? "*" : char)).join("");
				expect(masked(secrets, text)).toBe(expected);
			},
		),
		{ numRuns: 1_000 },
	);
});

test("values too short to be told from anything else are not hidden", () => {
	const text = `abc ${base64("abc")} a b`;
	expect(masked(["", "abc", "a", "b\n"], text)).toBe(text);
	expect(new Masker(["abc"]).idle).toBe(true);
});

test("what may become a secret is held back, and no more than that", () => {
	const masker = new Masker(["hunter22"]);
	expect(masker.mask(Buffer.from("some hunt"))).toBe(5);
	expect(masker.mask(Buffer.from("some hunted"))).toBe(11);
	expect(masker.mask(Buffer.from("some hunter22"))).toBe(13);
});
