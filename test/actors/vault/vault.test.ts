import { createSecretKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { open, seal } from "#actors/vault/aes-gcm.ts";
import { derive, newKey, readKey } from "#actors/vault/key.ts";

const bytes = Buffer.alloc(32, 3);
const key = createSecretKey(bytes);
const place = { table: "t", column: "c", row: "r" };

describe("a sealed secret", () => {
	test("opens with its key and in its place, and nowhere else", () => {
		const sealed = seal(key, "söcret", place);
		expect(open(key, sealed, place)).toBe("söcret");
		for (const elsewhere of [
			{ ...place, table: "x" },
			{ ...place, column: "x" },
			{ ...place, row: "x" },
			{ table: "tc", column: "", row: "r" },
		])
			expect(() => open(key, sealed, elsewhere)).toThrow(/cannot be opened/);
		expect(() => open(createSecretKey(Buffer.alloc(32, 4)), sealed, place)).toThrow(/cannot be opened/);
	});

	test("that was changed or cut anywhere does not open", () => {
		const sealed = seal(key, "secret", place);
		const bytes = Buffer.from(sealed.slice(3), "base64url");
		for (let i = 0; i < bytes.length; i++) {
			const other = Buffer.from(bytes);
			other[i] = (other[i] ?? 0) ^ 1;
			expect(() => open(key, `v1.${other.toString("base64url")}`, place)).toThrow(/cannot be opened/);
			expect(() => open(key, `v1.${bytes.subarray(0, i).toString("base64url")}`, place)).toThrow(/cannot be opened/);
		}
		expect(() => open(key, `v2${sealed.slice(2)}`, place)).toThrow(/cannot be opened/);
	});

	test("is different each time, with a tag of 16 bytes", () => {
		const all = Array.from({ length: 5_000 }, () => seal(key, "same", place));
		expect(new Set(all).size).toBe(5_000);
		const nonces = all.map((sealed) => Buffer.from(sealed.slice(3), "base64url").subarray(0, 12).toString("hex"));
		expect(new Set(nonces).size).toBe(5_000);
		expect(Buffer.from(all[0]?.slice(3) ?? "", "base64url").length).toBe(12 + 16 + 4);
	});
});

describe("a key", () => {
	test("is 64 hex digits or 44 characters of base64", () => {
		expect(readKey("ab".repeat(32))).toHaveLength(32);
		expect(readKey(Buffer.alloc(32, 9).toString("base64"))).toEqual(Buffer.alloc(32, 9));
		expect(readKey(newKey())).toHaveLength(32);
		expect(derive(bytes, "a")).not.toEqual(derive(bytes, "b"));
	});

	test.each(["", "a".repeat(63), `${"a".repeat(63)}g`, ` ${"a".repeat(63)}`, "a".repeat(65)])(
		"that is %j is refused by its variable's name, not its value",
		(text) => {
			expect(() => readKey(text)).toThrow(/^OORE_ENCRYPTION_KEY is not a key/);
			if (text.length > 60) expect(() => readKey(text)).not.toThrow(text);
		},
	);
});
