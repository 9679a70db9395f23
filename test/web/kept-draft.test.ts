import { beforeEach, expect, test } from "vitest";
import { type KeptDraft, keep, readKept } from "../../web/lib/kept-draft.ts";

const draft: KeptDraft = { text: "a: 1\n", format: "huml", name: "codemagic", from: "01A", at: 5 };
let entries: Map<string, string>;
const storage = {
	getItem: (key: string) => entries.get(key) ?? null,
	setItem: (key: string, value: string) => void entries.set(key, value),
	removeItem: (key: string) => void entries.delete(key),
};
beforeEach(() => {
	entries = new Map();
});

test("a text is kept a repository, until it is needed no more", () => {
	expect(readKept(storage, "one")).toBeUndefined();
	expect(keep(storage, "one", draft)).toBe(true);
	expect(readKept(storage, "one")).toEqual(draft);
	expect(readKept(storage, "two")).toBeUndefined();
	keep(storage, "one", undefined);
	expect(readKept(storage, "one")).toBeUndefined();
	expect(entries.size).toBe(0);
});

test("a storage that is full says so, and what is a bug is thrown", () => {
	const refusing = (error: Error) => ({
		...storage,
		setItem() {
			throw error;
		},
	});
	expect(keep(refusing(new DOMException("full", "QuotaExceededError")), "one", draft)).toBe(false);
	expect(() => keep(refusing(new TypeError("a bug")), "one", draft)).toThrow("a bug");
});

test.each(["", "{", "null", "7", '{"text":1,"at":2,"name":"x"}', '{"text":"x"}'])(
	"what is no draft is none: %s",
	(raw) => {
		keep(storage, "one", draft);
		for (const key of entries.keys()) entries.set(key, raw);
		expect(readKept(storage, "one")).toBeUndefined();
	},
);
