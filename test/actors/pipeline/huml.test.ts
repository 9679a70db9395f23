import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DocumentNode } from "#actors/pipeline/document.ts";
import { readHumlDocument } from "#actors/pipeline/huml/read-huml-document.ts";
import { writeHuml } from "#actors/pipeline/huml/write-huml.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import { ProblemList } from "#actors/pipeline/problem-list.ts";
import { readYamlDocument } from "#actors/pipeline/read-yaml-document.ts";
import { writeYaml } from "#actors/pipeline/write-yaml.ts";

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "../../fixtures/pipelines", name), "utf8");

function read(text: string) {
	const problems = new ProblemList();
	const document = readHumlDocument(text, problems);
	return { document, errors: problems.errors.map(({ line, column, message }) => `${line}:${column} ${message}`) };
}
function plain(node: DocumentNode | undefined): unknown {
	if (!node) return undefined;
	if (node.kind === "mapping") return new Map([...node.entries].map(([key, { value }]) => [key, plain(value)]));
	return node.kind === "sequence" ? node.items.map(plain) : node.value;
}
function asMaps(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(asMaps);
	if (typeof value !== "object" || value === null) return value;
	return new Map(Object.entries(value).map(([key, each]) => [key, asMaps(each)]));
}
function meaningOf(text: string): unknown {
	const { document, errors } = read(text);
	expect(errors).toEqual([]);
	return plain(document);
}

test("the format's own example reads as it should", () => {
	expect(meaningOf(fixture("huml-mixed.huml"))).toEqual(asMaps(JSON.parse(fixture("huml-mixed.json"))));
});

describe("HUML v0.2", () => {
	test.each<[string, unknown]>([
		["a: 1", { a: 1 }],
		["%HUML v0.2.0\na: 1\n", { a: 1 }],
		["# c\n\na: 1 # one\nb: -1_000", { a: 1, b: -1_000 }],
		["a: 0x1F\nb: 0o17\nc: 0b11\nd: 1e3\ne: +1.5", { a: 31, b: 15, c: 3, d: 1_000, e: 1.5 }],
		[
			"a: nan\nb: inf\nc: -inf\nd: +inf",
			{ a: Number.NaN, b: Number.POSITIVE_INFINITY, c: Number.NEGATIVE_INFINITY, d: Number.POSITIVE_INFINITY },
		],
		['a:: 1, 2\nb:: x: 1, y: "z"\nc:: []\nd:: {}', { a: [1, 2], b: { x: 1, y: "z" }, c: [], d: {} }],
		["a::\n  - 1\n  - ::\n    b: 2\n  - :: 3, 4\n  - :: []", { a: [1, { b: 2 }, [3, 4], []] }],
		['- 1\n- "a"', [1, "a"]],
		["[]", []],
		["{}", {}],
		['"a"', "a"],
		["1, 2", [1, 2]],
		['a: """\n  one\n\n    two\n  """', undefined],
		['a: """\n  one\n\n    two\n"""', { a: "one\n\n  two" }],
		['a::\n  b: """\n    x\n\n  """\nc: 1', { a: { b: "x\n" }, c: 1 }],
		['"a b": "\\"\\\\\\n\\t"', { "a b": '"\\\n\t' }],
		["__proto__: 1\ntoString:: constructor: 2", undefined],
		["a: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
	])("%j", (text, expected) => {
		if (expected !== undefined) expect(meaningOf(text)).toEqual(asMaps(expected));
		else expect(read(text).errors.length + (read(text).document ? 1 : 0)).toBe(1);
	});

	test.each([
		["a: 1 ", "1:5 There must be no spaces at the end of a line."],
		["a: 1\n  ", "2:1 There must be no spaces at the end of a line."],
		["a: word", '1:4 word must stand in quotes: "word".'],
		["a: 1\na: 2", '2:1 "a" is here twice, first on line 1.'],
		["a::\n   b: 1", "1:4 After `::` comes a value on the same line, or lines that begin with 2 spaces."],
		["a::\nb: 1", "1:4 After `::` comes a value on the same line, or lines that begin with 2 spaces."],
		["a: 1\n  b: 2", "2:3 This line must be indented by 0 spaces."],
		["a:: 1 , 2", "1:6 There is no space before a comma."],
		["a:: 1,2", "1:7 A space is missing here."],
		["a:  1", "1:4 One space is enough here."],
		["a:1", "1:3 A space is missing here."],
		["a: 1 #x", "1:7 After # comes a space."],
		["a: 1 x", "1:5 Here the line must end, or a comment must follow after a space."],
		["\ta: 1", "1:1 Lines are indented with spaces, not with tabs."],
		['a: "x', '1:4 The string is not closed: a " is missing.'],
		['a: "\\u0041"', '1:5 \\u is no escape: there are \\n \\t \\r \\f \\v \\b \\/ \\" \\\\.'],
		['a: """\n  x', '1:4 The text is not closed: """ is missing.'],
		['a: """\nx\n"""', '2:1 A line of this text must begin with 2 spaces, or be 0 spaces and """.'],
		["a:: 1", "1:6 One value alone is no list: write `key: value`."],
		["- 1\nb: 2", "2:1 Every item of this list begins with `- `."],
		["a: {}", "1:4 A value is missing here."],
		["a:: x: 1, x: 2", '1:11 "x" is here twice.'],
		["", "1:1 The document is empty."],
		["  a: 1", "1:1 The first line must not be indented."],
		["a\0", "1:1 The document has NUL characters in it: is it really text?"],
	])("%j is refused at its place", (text, error) => {
		expect(read(text)).toEqual({ document: undefined, errors: [error] });
	});
});

describe("the brace form", () => {
	const example = `
workflows {
  ios-build {
    name "iOS Build"   # a comment
    max_build_duration 60
    environment { flutter "stable", vars: { A "1" } }
    scripts [
      { name "Get packages" script "flutter pub get" }
      { name "Build" script """
        flutter build ios
          --release
      """ }
    ]
  }
}`;

	test("reads as a pipeline", () => {
		const { pipeline, errors } = parsePipeline(example, "oore.huml");
		expect(errors).toEqual([]);
		expect(pipeline.workflows).toMatchObject([
			{
				id: "ios-build",
				name: "iOS Build",
				maxBuildDurationMs: 3_600_000,
				environment: { A: "1" },
				scripts: [
					{ name: "Get packages", script: "flutter pub get" },
					{ name: "Build", script: "flutter build ios\n  --release" },
				],
			},
		]);
	});

	test.each([
		["a {", "1:4 A } is missing."],
		["a [1", "1:5 A ] is missing."],
		["a { b 1 b 2 }", '1:9 "b" is here twice, first on line 1.'],
		["a { b word }", '1:7 word must stand in quotes: "word".'],
		["a {}\n}", '2:1 "}" is too much here.'.replace('"}" is too much here.', "A key is missing here.")],
		['a { b "x\n}', '1:7 The string is not closed: a " is missing.'],
		["a { b }", "1:7 A value is missing here."],
	])("%j is refused at its place", (text, error) => {
		expect(read(text)).toEqual({ document: undefined, errors: [error] });
	});

	test("nested without end it is refused, as are lines nested without end", () => {
		expect(read(`a ${"{ a ".repeat(100_000)}`).errors).toEqual([
			expect.stringContaining("nested deeper than 64 levels"),
		]);
		const lines = Array.from({ length: 100 }, (_, i) => `${"  ".repeat(i)}a::\n`).join("");
		expect(read(lines).errors).toEqual([expect.stringContaining("nested deeper than 64 levels")]);
	});
});

describe("written", () => {
	const text = fc.string({ unit: "grapheme", maxLength: 30 }).filter((each) => !/[\0\u{feff}]/u.test(each));
	const long = fc
		.array(fc.stringMatching(/^[ a-z"#:\\-]{0,12}$/), { minLength: 2, maxLength: 5 })
		.map((lines) => lines.join("\n"));
	const at = { line: 1, column: 1 };
	const scalar = fc
		.oneof(
			text,
			long,
			fc.integer(),
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.boolean(),
			fc.constant(null),
		)
		.map((value): DocumentNode => ({ kind: "scalar", value, text: value === null ? "" : String(value), ...at }));
	const { document } = fc.letrec<{ document: DocumentNode }>((tie) => ({
		document: fc.oneof(
			{ maxDepth: 4, depthSize: "small" },
			scalar,
			fc.array(tie("document"), { maxLength: 4 }).map((items): DocumentNode => ({ kind: "sequence", items, ...at })),
			fc
				.array(fc.tuple(fc.oneof(text, fc.constantFrom("a", "__proto__", "- x", "toString")), tie("document")), {
					maxLength: 4,
				})
				.map(
					(pairs): DocumentNode => ({
						kind: "mapping",
						entries: new Map(pairs.map(([key, value]) => [key, { key: at, value }])),
						...at,
					}),
				),
		),
	}));
	const mapping = fc
		.record({ value: document })
		.map(({ value }): DocumentNode => ({ kind: "mapping", entries: new Map([["root", { key: at, value }]]), ...at }));

	test("as HUML a document reads as the same one", () => {
		fc.assert(
			fc.property(mapping, (node) => {
				expect(meaningOf(writeHuml(node))).toEqual(plain(node));
			}),
			{ numRuns: 300 },
		);
	});

	test.each([" \n", "  \n\n", "\n \n", "\t\n", " ", "x\n \n ", "x\n  \n", '#:--- a##a\na:# ":aa\\ \n \n##"\\\n '])(
		"as YAML too, where it ends in blanks: %j",
		(blank) => {
			const scalar: DocumentNode = { kind: "scalar", value: blank, text: blank, ...at };
			const list: DocumentNode = { kind: "sequence", items: [scalar], ...at };
			const node: DocumentNode = { kind: "mapping", entries: new Map([["a", { key: at, value: list }]]), ...at };
			expect(plain(readYamlDocument(writeYaml(node), new ProblemList()))).toEqual(plain(node));
		},
	);

	test("as YAML too", () => {
		fc.assert(
			fc.property(mapping, (node) => {
				const problems = new ProblemList();
				const again = readYamlDocument(writeYaml(node), problems);
				expect(problems.errors).toEqual([]);
				expect(plain(again)).toEqual(plain(node));
			}),
			{ numRuns: 300 },
		);
	});

	test("a pipeline keeps its meaning from YAML to HUML and back", () => {
		const yaml =
			"workflows:\n  a:\n    environment: { vars: { V: 1.10, X: 'yes' } }\n    scripts:\n      - |\n        one\n        two\n      - ls\n";
		const document = readYamlDocument(yaml, new ProblemList()) as DocumentNode;
		const huml = writeHuml(document);
		const back = writeYaml(readHumlDocument(huml, new ProblemList()) as DocumentNode);
		const meaning = parsePipeline(yaml, "oore.yaml").pipeline;
		expect(parsePipeline(huml, "oore.huml").pipeline).toEqual(meaning);
		expect(parsePipeline(back, "oore.yaml").pipeline).toEqual(meaning);
	});
});

test("any text gets an answer with a place inside it", () => {
	const pieces = fc.constantFrom(
		"a",
		":",
		"::",
		" ",
		"  ",
		"\n",
		'"',
		'"""',
		"- ",
		"[",
		"]",
		"{",
		"}",
		",",
		"#",
		"1",
		"0x",
		"\\",
		"\t",
		"%HUML",
	);
	const texts = fc.oneof(
		fc.string(),
		fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
	);
	fc.assert(
		fc.property(texts, (text) => {
			const problems = new ProblemList();
			const document = readHumlDocument(text, problems);
			expect(problems.errors.length).toBe(document ? 0 : 1);
			for (const { line, column } of problems.errors) {
				expect(line).toBeGreaterThan(0);
				expect(line).toBeLessThanOrEqual(text.split("\n").length);
				expect(column).toBeGreaterThan(0);
			}
		}),
		{ numRuns: 2_000 },
	);
});
