import { expect, test } from "vitest";
import { z } from "zod";
import { faultWords } from "#http/fault-words.ts";

test.each([
	[z.enum(["a", "b", "c"]), "x", "It must be a, b or c."],
	[z.literal("1"), "2", "It must be 1."],
	[z.iso.datetime({ offset: true }), "abc", "It must be a day and a time, as in 2026-01-31T12:00:00Z."],
	[z.string().max(5), "123456", "It must have at most 5 characters."],
	[z.array(z.number()).min(1), [], "It must have at least 1 entries."],
	[z.coerce.number().int().min(1), "abc", "It must be a number."],
	[z.coerce.number().int().min(1), "-1", "It must be at least 1."],
	[z.coerce.number().int(), "1.5", "It must be a whole number."],
	[z.boolean(), 3, "It must be true or false."],
	[z.string(), undefined, "It has to be given."],
	[z.strictObject({}), { a: 1 }, "It is not known here."],
	[z.union([z.string(), z.number()]), true, "It is not valid."],
	[z.string().regex(/^x$/, "Only x will do."), "y", "Only x will do."],
])("what a schema refuses is said in words: %#", (schema: z.ZodType, value, words) => {
	const [issue] = schema.safeParse(value).error?.issues ?? [];
	if (!issue) throw new Error("It was not refused.");
	const { code: keyword, message, ...params } = issue;
	expect(faultWords({ keyword, message, params })).toBe(words);
});
