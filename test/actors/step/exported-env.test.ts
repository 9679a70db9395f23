import { expect, test } from "vitest";
import { readExported } from "#actors/step/exported-env.ts";

test.each<[string, Record<string, string>, string[]]>([
	["A=1\nB=two words\n", { A: "1", B: "two words" }, []],
	["A=1\nA=2", { A: "2" }, []],
	["A=a=b\r\nB=\r\n", { A: "a=b", B: "" }, []],
	["# note\n\nA=1", { A: "1" }, []],
	["NOTES<<END\none\n two=2\nEND\nB=1", { NOTES: "one\n two=2", B: "1" }, []],
	["N<<EOF\nEOF\n", { N: "" }, []],
	["A=1\nN<<END\nlost", { A: "1" }, ["Line 2 of CM_ENV begins N<<END, and no line END ends it."]],
	["export A=1", {}, ["Line 1 of CM_ENV is not NAME=value."]],
	["1A=1\nB=\0", {}, ["Line 1 of CM_ENV is not NAME=value.", "Line 2 of CM_ENV has a NUL character in it."]],
	["__proto__=x", JSON.parse('{"__proto__":"x"}') as Record<string, string>, []],
	["", {}, []],
])("%j", (text, variables, problems) => {
	const read = readExported(text);
	expect(Object.entries(read.variables)).toEqual(Object.entries(variables));
	expect(read.problems).toEqual(problems);
});
