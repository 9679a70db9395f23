import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import type { Workflow } from "#actors/pipeline/pipeline.ts";

function read(text: string, file = "oore.yaml") {
	return parsePipeline(text, file);
}

/** The workflows of a document that has neither errors nor warnings. */
function clean(text: string, file = "oore.yaml"): readonly Workflow[] {
	const { pipeline, errors, warnings } = read(text, file);
	expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
	return pipeline.workflows;
}

describe("a pipeline in YAML", () => {
	test("is understood with everything spelt out", () => {
		const workflows = clean(`
workflows:
  ios:
    name: iOS release
    max_build_duration: 90
    environment:
      vars: { NAME: Zoë, VERSION: 1.10, FLAG: yes, ON: true, EMPTY: }
    triggering:
      events: [push, tag]
      branch_patterns:
        - { pattern: "*", include: true, source: true }
        - { pattern: wip/*, include: false }
      tag_patterns:
        - { pattern: v*, include: true }
    scripts:
      - flutter test
      - name: Build
        script: |
          flutter build ipa
          ls
        timeout: 600
        ignore_failure: true
        working_directory: apps/ios
        retry_on_interrupt: true
    artifacts: [build/**/*.ipa, "*.log"]
`);
		expect(workflows).toEqual([
			{
				id: "ios",
				name: "iOS release",
				maxBuildDurationMs: 5_400_000,
				labels: [],
				inputs: [],
				groups: [],
				when: {},
				publishing: [],
				environment: { NAME: "Zoë", VERSION: "1.10", FLAG: "yes", ON: "true", EMPTY: "" },
				triggering: {
					events: ["push", "tag"],
					branchPatterns: [
						{ pattern: "*", include: true, source: true },
						{ pattern: "wip/*", include: false, source: true },
					],
					tagPatterns: [{ pattern: "v*", include: true }],
					cancelPrevious: false,
				},
				scripts: [
					{
						name: "flutter test",
						script: "flutter test",
						when: {},
						testReports: [],
						ignoreFailure: false,
						retryOnInterrupt: false,
					},
					{
						name: "Build",
						script: "flutter build ipa\nls\n",
						timeoutMs: 600_000,
						ignoreFailure: true,
						workingDirectory: "apps/ios",
						when: {},
						testReports: [],
						retryOnInterrupt: true,
					},
				],
				artifacts: ["build/**/*.ipa", "*.log"],
			},
		]);
	});

	test("needs no more than a script", () => {
		expect(clean("workflows: { a: { scripts: [make] } }")).toEqual([
			{
				id: "a",
				name: "a",
				environment: {},
				triggering: {
					events: ["push", "pull_request"],
					branchPatterns: [],
					tagPatterns: [],
					cancelPrevious: false,
				},
				scripts: [
					{
						name: "make",
						script: "make",
						when: {},
						testReports: [],
						ignoreFailure: false,
						retryOnInterrupt: false,
					},
				],
				artifacts: [],
				labels: [],
				inputs: [],
				groups: [],
				when: {},
				publishing: [],
			},
		]);
	});

	test("keeps its workflows in order, with words of JavaScript as plain names", () => {
		const workflows = clean(`
workflows:
  z: { scripts: [a] }
  __proto__:
    environment: { vars: { __proto__: p, constructor: c, toString: t } }
    scripts: [a]
  constructor: { scripts: [a] }
  "1": { scripts: [a] }
`);
		expect(workflows.map(({ id }) => id)).toEqual(["z", "__proto__", "constructor", "1"]);
		expect(Object.entries(workflows[1]?.environment ?? {})).toEqual([
			["__proto__", "p"],
			["constructor", "c"],
			["toString", "t"],
		]);
		expect(Object.hasOwn(Object.prototype, "p")).toBe(false);
	});

	test("follows anchors, aliases and merge keys; what stands in the mapping itself wins", () => {
		const workflows = clean(`
definitions:
  vars: &vars { A: "1", B: "1" }
  more: &more { B: "2", C: "2" }
  test: &test { name: Test, script: make test }
.base: &base
  max_build_duration: 5
  artifacts: [one]
x-anything: [1, 2]
workflows:
  a:
    <<: *base
    artifacts: [two]
    environment: { vars: { <<: [*vars, *more], A: "0" } }
    scripts: [*test, { <<: *test, name: Again }]
`);
		expect(workflows[0]).toMatchObject({ maxBuildDurationMs: 300_000, artifacts: ["two"] });
		expect({ ...workflows[0]?.environment }).toEqual({ A: "0", B: "1", C: "2" });
		expect(workflows[0]?.scripts.map(({ name, script }) => [name, script])).toEqual([
			["Test", "make test"],
			["Again", "make test"],
		]);
	});

	test("may use an anchor's name again: an alias means the last one before it", () => {
		const [workflow] = clean("workflows: { a: { scripts: [&x one, *x, &x two, *x] } }");
		expect(workflow?.scripts.map(({ script }) => script)).toEqual(["one", "one", "two", "two"]);
	});

	test.each([
		["make\nls", "make"],
		["#!/bin/bash\n\n  set -e\nls", "set -e"],
		["\r\n\tls\r\n", "ls"],
		[`echo ${"x".repeat(100)}`, `echo ${"x".repeat(54)}…`],
		[`${"x".repeat(58)}😀😀`, `${"x".repeat(58)}…`],
	])("calls a script without a name by its first line that says something: %j", (script, name) => {
		const [workflow] = clean(JSON.stringify({ workflows: { a: { scripts: [script] } } }));
		expect(workflow?.scripts[0]?.name).toBe(name);
	});

	test("without triggering is started by hand only in Codemagic's files, and says so", () => {
		for (const file of ["codemagic.yaml", ".codemagic.yml"]) {
			const { pipeline, errors, warnings } = read("workflows: { a: { scripts: [ls] } }", file);
			expect(errors).toEqual([]);
			expect(pipeline.workflows[0]?.triggering.events).toEqual([]);
			expect(warnings).toEqual([
				{
					line: 1,
					column: 14,
					path: "workflows.a",
					message: "Without `triggering` this workflow is started by hand only, as on Codemagic.",
				},
			]);
		}
	});

	test.each<[string, unknown]>([
		["{ events: merge_request }", { events: ["pull_request"] }],
		["{ events: [] }", { events: [] }],
		[
			"{ events: push, branch_patterns: { exclude: wip/*, include: [main, 'release/*'] } }",
			{
				branchPatterns: [
					{ pattern: "main", include: true, source: true },
					{ pattern: "release/*", include: true, source: true },
					{ pattern: "wip/*", include: false, source: true },
				],
			},
		],
		[
			"{ events: push, branch_patterns: [main, { pattern: dev, source: false }] }",
			{
				branchPatterns: [
					{ pattern: "main", include: true, source: true },
					{ pattern: "dev", include: true, source: false },
				],
			},
		],
		[
			"{ events: tag, tag_patterns: { include: v*, exclude: [v0*] } }",
			{
				tagPatterns: [
					{ pattern: "v*", include: true },
					{ pattern: "v0*", include: false },
				],
			},
		],
		[
			"{ events: push, branch_patterns: main, cancel_previous_builds: false }",
			{ branchPatterns: [{ pattern: "main" }] },
		],
	])("reads the triggering %s", (triggering, expected) => {
		const [workflow] = clean(`workflows: { a: { scripts: [ls], triggering: ${triggering} } }`);
		expect(workflow?.triggering).toMatchObject(expected as object);
	});

	test("of any content comes back as it was written", () => {
		const text = fc
			.string({ unit: "grapheme", minLength: 1 })
			.filter((word) => word.trim() !== "" && !word.includes("\0"));
		const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/);
		const workflow = fc.record({
			name: text,
			environment: fc.record({ vars: fc.dictionary(name, fc.oneof(text, fc.boolean(), fc.nat(), fc.constant(null))) }),
			scripts: fc.array(
				fc.record({
					name: text,
					script: text,
					timeout: fc.integer({ min: 1, max: 86_400 }),
					ignore_failure: fc.boolean(),
				}),
				{ minLength: 1, maxLength: 4 },
			),
			artifacts: fc.array(text, { maxLength: 3 }),
		});
		fc.assert(
			fc.property(fc.dictionary(text, workflow, { minKeys: 1, maxKeys: 3 }), (workflows) => {
				const read = clean(JSON.stringify({ workflows }));
				const written = Object.entries(workflows).map(([id, { name, environment, scripts, artifacts }]) => ({
					id,
					name,
					environment: Object.entries(environment.vars).map(([key, value]) => [
						key,
						value === null ? "" : String(value),
					]),
					scripts: scripts.map(({ name, script, timeout, ignore_failure }) => ({
						name,
						script,
						timeoutMs: timeout * 1000,
						ignoreFailure: ignore_failure,
						when: {},
						testReports: [],
						retryOnInterrupt: false,
					})),
					artifacts,
				}));
				expect(
					read.map(({ id, name, environment, scripts, artifacts }) => ({
						id,
						name,
						environment: Object.entries(environment),
						scripts,
						artifacts,
					})),
				).toEqual(written);
			}),
		);
	});
});
