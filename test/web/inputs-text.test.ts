import { expect, test } from "vitest";
import { inputsOf, inputsText } from "../../web/lib/inputs-text.ts";

test("what is typed comes back as it was shown", () => {
	const inputs = { flavor: "beta", url: "https://a/?b=c", count: 3, refused: "no" };
	expect(inputsOf(inputsText(inputs))).toEqual({ values: { ...inputs, count: "3" } });
	expect(inputsOf("  a = b \n\n")).toEqual({ values: { a: "b" } });
});

test("a line that is no pair is told", () => {
	expect(inputsOf("flavor")).toEqual({ refused: "flavor: a line is a name, = and a value, as in flavor=staging." });
	expect(inputsOf("=x")).toHaveProperty("refused");
});
