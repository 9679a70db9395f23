import { expect, test } from "vitest";
import { isMissingPart } from "../../web/lib/missing-part.ts";

test.each([
	"Failed to fetch dynamically imported module: http://localhost/_build/assets/system-1.js",
	"error loading dynamically imported module: http://localhost/_build/assets/system-1.js",
	"Importing a module script failed.",
	"Unable to preload CSS for /_build/assets/log-1.css",
])("a part that could not be fetched is told by every browser's words: %s", (message) => {
	expect(isMissingPart(new TypeError(message))).toBe(true);
});

test("any other fault is none of the connection's", () => {
	expect(isMissingPart(new TypeError("its is undefined"))).toBe(false);
	expect(isMissingPart("Failed to fetch")).toBe(false);
});
