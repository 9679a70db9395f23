import { expect, test } from "vitest";
import { mayChange, precondition } from "#http/contract/precondition.ts";

test.each([
	["nothing is asked for", {}, "A", true],
	["nothing is asked for", {}, undefined, true],
	["the version holds", precondition("A"), "A", true],
	["another holds", precondition("A"), "B", false],
	["none holds", precondition("A"), undefined, false],
	["none is to hold", precondition(null), undefined, true],
	["none is to hold", precondition(null), "A", false],
	["anything is fine", precondition(undefined), "A", true],
	["the id comes without quotes", { "if-match": "A" }, "A", true],
	["one of several holds", { "if-match": '"B", "A"' }, "A", true],
	["a proxy made the tag weak", { "if-match": 'W/"A"' }, "A", true],
	["any is to hold", { "if-match": "*" }, "A", true],
	["any is to hold", { "if-match": "*" }, undefined, false],
	["this one is not to hold", { "if-none-match": '"A"' }, "A", false],
	["this one is not to hold", { "if-none-match": '"A"' }, "B", true],
	["no tag is named", { "if-match": "" }, "A", false],
])("%s: %j over %j is %j", (_, headers, holds, may) => expect(mayChange(headers, holds)).toBe(may));
