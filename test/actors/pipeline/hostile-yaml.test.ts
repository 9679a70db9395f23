import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";

function read(text: string) {
	return parsePipeline(text, "oore.yaml");
}

/** Each part is nine times the one before: 9⁸ values from 430 characters. */
const bomb = [..."abcdefgh"]
	.map((name, i) => `${name}: &${name} [${Array(9).fill(i === 0 ? "x" : `*${"abcdefgh"[i - 1]}`)}]`)
	.join("\n");
const million = 1024 * 1024;

describe("a hostile document is refused with one sentence", () => {
	test.each<[what: string, text: string, sentence: string]>([
		["an alias bomb", bomb, "excessive aliases"],
		[
			"an alias bomb of merge keys",
			bomb.replaceAll("[", "{ <<: [").replaceAll("]", "] }").replaceAll("x", "{}"),
			"excessive aliases",
		],
		["aliases of one long list", `a: &a [${"1,".repeat(5_000)}]\nb: [*a, *a, *a, *a]`, "excessive aliases"],
		["more than 1 MB", " ".repeat(million + 1), "larger than 1 MB"],
		["a NUL character", "a: \0", "NUL"],
		["nested lists", "[".repeat(500_000), "deeper than 64"],
		["nested lists among closing brackets in quotes", '["]",'.repeat(200_000), "deeper than 64"],
		["nested mappings", "{a: ".repeat(250_000), "deeper than 64"],
		["compact lists", ` ${"- ".repeat(500_000)}`, "deeper than 64"],
		["compact lists and keys in turns", "- ? ".repeat(250_000), "deeper than 64"],
		["nested blocks", Array.from({ length: 1_000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"), "deeper than 64"],
		[
			"a mapping of very many keys",
			Array.from({ length: 60_000 }, (_, i) => `k${i}:`).join("\n"),
			"more than 100000 words",
		],
		["very many values", `[${"1,".repeat(22_000)}]`, "more than 20000 values"],
		["very many faults", "}\n".repeat(500_000), "more than 100000 words"],
		["tags without end", "!a ".repeat(300_000), "more than 100000 words"],
		["quotes without end", '"'.repeat(million), "more than 100000 words"],
		["commas without end", `[${",".repeat(million - 1)}`, "more than 100000 words"],
	])("%s", (_, text, sentence) => {
		const { pipeline, errors } = read(text);
		expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining(sentence)]);
		expect(pipeline).toEqual({ workflows: [] });
	});

	test("and nesting is counted where it becomes too deep", () => {
		expect(read(`x-a: ${"[".repeat(63)}${"]".repeat(63)}\nworkflows: { a: { scripts: [ls] } }`).errors).toEqual([]);
		expect(read(`x-a: ${"[".repeat(64)}${"]".repeat(64)}`).errors).toMatchObject([{ line: 1, column: 69 }]);
	});
});

describe("a long but honest document", () => {
	test("is read: a script of almost a megabyte, a thousand of steps", () => {
		const scripts = ["echo 1\n".repeat(100_000), ...Array.from({ length: 1_000 }, (_, i) => `echo ${i}`)];
		const { pipeline, errors } = read(JSON.stringify({ workflows: { a: { scripts } } }));
		expect(errors).toEqual([]);
		expect(pipeline.workflows[0]?.scripts.map(({ script }) => script)).toEqual(scripts);
	});

	test("shows the first fifty of many problems, each cut to a readable length", () => {
		const unknown = Array.from({ length: 200 }, (_, i) => `"${"k".repeat(900)}${i}": 1`).join("\n");
		const { warnings } = read(`${unknown}\nworkflows: { a: { scripts: [ls] } }`);
		expect(warnings).toHaveLength(50);
		for (const { message, path } of warnings) expect(message.length + path.length).toBeLessThan(700);
	});
});

describe("whatever is written in a file", () => {
	const prototype = Object.getOwnPropertyNames(Object.prototype);
	/** Words and signs that mean something, so that documents get past the first line. */
	const yaml = fc
		.array(
			fc.constantFrom(
				...["- ", "? ", ": ", ":", "[", "]", "{", "}", ", ", "\n", "\n  ", "\n    ", "\n      ", "\t", "\r\n"],
				...[
					"&a ",
					"*a",
					"<<: ",
					"<<: *a",
					"!!str ",
					"!x ",
					"| ",
					">-\n",
					'"',
					"'",
					"#",
					"---\n",
					"...\n",
					"%YAML 1.1\n",
				],
				...[
					"workflows:",
					"workflows: {a: {scripts: [",
					"scripts:",
					"name: ",
					"triggering:",
					"events:",
					"vars:",
					"environment:",
				],
				...[
					"__proto__: ",
					"constructor: ",
					"~",
					"1",
					"-.inf",
					"true",
					"push",
					"\\0",
					"\u{1F600}",
					"\ufeff",
					"2001-01-01",
				],
				...["!!omap ", "!!set ", "!!binary ", "!!merge ", "!!float ", "branch_patterns:", "include: ", "timeout: "],
			),
			{ maxLength: 60 },
		)
		.map((words) => words.join(""));

	function answersWithPlaces(text: string): void {
		const { pipeline, errors, warnings } = read(text);
		// A usable reading is a pipeline that can run; an unusable one says why.
		if (errors.length === 0) {
			expect(pipeline.workflows.length).toBeGreaterThan(0);
			for (const { id, scripts } of pipeline.workflows) expect([id, scripts.length]).not.toContain(0);
		}
		const lines = text.split(/\n/).length;
		for (const { line, column, message } of [...errors, ...warnings]) {
			expect(line).toBeGreaterThanOrEqual(1);
			expect(line).toBeLessThanOrEqual(lines);
			expect(column).toBeGreaterThanOrEqual(1);
			expect(message).toMatch(/\S/);
		}
		expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);
	}

	test("any text gets an answer with places inside it", () => {
		fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), answersWithPlaces));
	});

	test("any words and signs of YAML do", () => {
		fc.assert(fc.property(yaml, answersWithPlaces), { numRuns: 1_000 });
	});

	test("any JSON does, wherever in the document it stands", () => {
		const json = fc.jsonValue({ maxDepth: 4 });
		fc.assert(
			fc.property(
				json,
				fc.constantFrom<(value: unknown) => unknown>(
					(value) => value,
					(value) => ({ workflows: value }),
					(value) => ({ workflows: { a: value } }),
					(value) => ({ workflows: { a: { scripts: value } } }),
					(value) => ({ workflows: { a: { scripts: ["ls", value], triggering: value } } }),
					(value) => ({ workflows: { a: { scripts: ["ls"], environment: value, artifacts: value } } }),
					(value) => ({ workflows: { a: { scripts: ["ls"], triggering: { events: value, branch_patterns: value } } } }),
				),
				(value, inside) => answersWithPlaces(JSON.stringify(inside(value))),
			),
			{ numRuns: 300 },
		);
	});
});
