import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import { type KnownKey, keysAt, knownKeys } from "../../web/components/pipeline/known-keys.ts";
import { indentBelow, placeAt } from "../../web/components/pipeline/place.ts";

const rows = Object.entries(knownKeys).flatMap(([path, keys]) =>
	keys.map((known) => [path, known.key, known] as const),
);
const values: Record<KnownKey["is"], unknown> = { text: "x", number: 5, flag: true, list: ["x"], mapping: {} };

/** A document that has one key at one place. */
function documentWith(path: string, key: string, value: unknown): string {
	// A script without one is not looked into.
	const script = path.includes("scripts/[]") ? { script: "ls" } : {};
	const inside = (path === "" ? [] : path.split("/")).reduceRight<unknown>(
		(inner, part) => (part === "[]" ? [{ ...script, ...(inner as object) }] : { [part === "*" ? "app" : part]: inner }),
		{ [key]: value },
	);
	return JSON.stringify(inside);
}
const warnings = (path: string, key: string, value: unknown) =>
	parsePipeline(documentWith(path, key, value), "oore.yaml").warnings.map(({ message }) => message);
const isUnknown = (message: string) => message.includes("is not known here");

describe("a key that is offered", () => {
	test.each(rows)("%s %s is known to the server", (path, key, known) => {
		const said = warnings(path, key, known.words?.[0] ?? values[known.is]);
		expect(said.filter(isUnknown)).toEqual([]);
		expect(said.some((message) => /no effect|Nothing|No |whatever/.test(message))).toBe(known.idle === true);
	});

	test.each(rows.filter(([, , { words }]) => words))("%s %s can have each of its words", (path, key, known) => {
		for (const word of known.words ?? []) {
			const { errors } = parsePipeline(documentWith(path, key, known.is === "list" ? [word] : word), "oore.yaml");
			expect(errors.filter(({ message }) => message.startsWith(`"${word}"`))).toEqual([]);
		}
	});
});

test("what the server knows is offered", () => {
	const folder = join(import.meta.dirname, "../../actors/pipeline");
	const sources = readdirSync(folder).filter((name) => /^read-.*\.ts$/.test(name));
	const words = new Set(
		sources.flatMap((name) =>
			[...readFileSync(join(folder, name), "utf8").matchAll(/"([a-z_]+)"|^\t([a-z_]+): "/gm)].map(
				([, quoted, member]) => quoted ?? member ?? "",
			),
		),
	);
	expect(words.size).toBeGreaterThan(60);
	const missing = Object.entries(knownKeys).flatMap(([path, keys]) =>
		[...words]
			.filter((word) => !keys.some(({ key }) => key === word))
			.filter((word) => !path.endsWith("/cache") && !warnings(path, word, "x").some(isUnknown))
			.map((word) => `${path} ${word}`),
	);
	expect(missing).toEqual([]);
});

describe("the keys of a place", () => {
	const names = (...path: string[]) => keysAt(path).map(({ key }) => key);
	test("are those of its mapping, whatever a workflow is called", () => {
		expect(names()).toEqual(["workflows", "definitions"]);
		expect(names("workflows", "ios", "triggering")).toContain("branch_patterns");
		expect(names("workflows", "ios", "scripts", "[]")).toContain("retry_on_interrupt");
	});
	test("are none where any name will do, and in lists of something else", () => {
		expect(names("workflows")).toEqual([]);
		expect(names("workflows", "ios", "environment", "vars")).toEqual([]);
		expect(names("workflows", "[]")).toEqual([]);
	});
});

/** `‸` is the cursor. */
function place(text: string) {
	const lines = text.split("\n");
	const number = lines.findIndex((line) => line.includes("‸")) + 1;
	const cursor = lines[number - 1]?.indexOf("‸") ?? 0;
	const found = placeAt((at) => (lines[at - 1] ?? "").replace("‸", ""), lines.length, number, cursor);
	return found && { ...found, path: found.path.join("/"), taken: [...found.taken] };
}

describe("the place of a cursor", () => {
	test.each([
		["‸", "", "", []],
		["definitions: {}\nwork‸", "", "work", ["definitions"]],
		["workflows:\n  ios:\n    ‸", "workflows/ios", "", []],
		[
			"workflows:\n  ios:\n    name: x\n\n    # of it\n    tri‸\n    scripts:\n      - ls",
			"workflows/ios",
			"tri",
			["name", "scripts"],
		],
		[
			"workflows:\n  ios:\n    scripts:\n      - name: x\n        ‸\n      - name: y\n        script: z",
			"workflows/ios/scripts/[]",
			"",
			["name"],
		],
		[
			"workflows:\n  ios:\n    scripts:\n    - name: x\n      script: ls\n    - wh‸",
			"workflows/ios/scripts/[]",
			"wh",
			[],
		],
		[
			"workflows:\n  ios:\n    scripts:\n      - |\n        if x; then\n          y\n        fi\n      - ‸",
			"workflows/ios/scripts/[]",
			"",
			[],
		],
		["workflows:\n  ios: &base # all\n    ‸", "workflows/ios", "", []],
		['workflows::\n  "ios app"::\n    when::\n      cha‸', "workflows/ios app/when", "cha", []],
		[
			'workflows::\n  ios::\n    scripts::\n      - """\n        echo\n      """\n      - ::\n        ‸',
			"workflows/ios/scripts/[]",
			"",
			[],
		],
		[
			'workflows::\n  ios::\n    scripts::\n      - ::\n        name: "x"\n        script: """\n          ls\n        """\n        ti‸',
			"workflows/ios/scripts/[]",
			"ti",
			["script", "name"],
		],
	])("%j", (text, path, typed, taken) => expect(place(text)).toMatchObject({ path, typed, taken }));

	test("at a value says of which key", () => {
		const head = "workflows:\n  ios:\n    triggering:\n      ";
		expect(place(`${head}events: [push, ta‸`)).toMatchObject({
			path: "workflows/ios/triggering",
			behindKey: "events",
			typed: "ta",
		});
		expect(place(`${head}cancel_previous_builds: ‸`)).toMatchObject({ behindKey: "cancel_previous_builds", typed: "" });
		expect(place(`${head}events:\n        - pu‸`)).toMatchObject({
			path: "workflows/ios/triggering/events/[]",
			typed: "pu",
		});
	});

	test("inside of a text is none", () => {
		expect(place("workflows:\n  a:\n    scripts:\n      - |\n        nam‸")).toBeUndefined();
		expect(place("workflows:\n  a:\n    scripts:\n      - script: |\n          else:\n            x‸")).toBeUndefined();
		expect(place("workflows:\n  a:\n    name: x y‸")).toBeUndefined();
	});
});

test.each([
	["", 0],
	["  ", 2],
	["workflows:", 2],
	["  ios: # all of it", 4],
	["    name: x", 4],
	["    name: x:", 4],
	["    scripts::", 6],
	["      - flutter pub get", 6],
	["      - name: x", 8],
	["      - ::", 8],
	["      - |", 8],
	["      - script: |", 10],
	['        script: """', 10],
	['      - """', 8],
	['        """', 8],
	["        echo a: b; fi", 8],
	["      if x; then", 6],
])("below %j a line begins at column %i", (line, column) => expect(indentBelow(line)).toBe(column));
