import { describe, expect, test } from "vitest";
import { formatProblem } from "#actors/pipeline/format-problem.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";

const file = "oore.yaml";

function errorsOf(text: string): string[] {
	return parsePipeline(text, file).errors.map((problem) => formatProblem(file, problem));
}

function warningsOf(text: string): string[] {
	const { errors, warnings } = parsePipeline(text, file);
	expect(errors).toEqual([]);
	return warnings.map((problem) => formatProblem(file, problem));
}

/** A workflow `a` with a script; the lines given begin at line 4. */
function workflow(...lines: string[]): string {
	return ["workflows:", "  a:", "    scripts: [ls]", ...lines.map((line) => `    ${line}`)].join("\n");
}

describe("an error names its line, column and path", () => {
	test.each<[what: string, text: string, ...errors: string[]]>([
		["an empty file", "# nothing\n", "oore.yaml:1:1 The file is empty. A pipeline begins with `workflows:`."],
		["a list", "- a", "oore.yaml:1:1 A pipeline must be a mapping of names to values."],
		[
			"no workflows",
			"definitions: {}",
			"oore.yaml:1:1 workflows: A pipeline needs `workflows` with at least one workflow.",
		],
		[
			"workflows without content",
			"definitions: {}\nworkflows:",
			"oore.yaml:2:1 workflows: A pipeline needs `workflows` with at least one workflow.",
		],
		[
			"workflows of none",
			"workflows: {}",
			"oore.yaml:1:12 workflows: A pipeline needs `workflows` with at least one workflow.",
		],
		[
			"workflows as a list",
			"workflows: [a]",
			"oore.yaml:1:12 workflows: workflows must be a mapping of names to values.",
		],
		[
			"a workflow as a word",
			"workflows:\n  a: b",
			"oore.yaml:2:6 workflows.a: The workflow a must be a mapping of names to values.",
		],
		[
			"a workflow without a name",
			'workflows: { "": {} }',
			"oore.yaml:1:14 workflows.: A workflow needs a name before the colon.",
		],
		[
			"no scripts",
			"workflows:\n  a:\n    name: A",
			"oore.yaml:3:5 workflows.a.scripts: A workflow needs at least one script.",
		],
		[
			"an empty list of scripts",
			"workflows:\n  a:\n    scripts: []",
			"oore.yaml:3:14 workflows.a.scripts: A workflow needs at least one script.",
		],
		[
			"an empty script",
			"workflows: { a: { scripts: [ls, ' '] } }",
			"oore.yaml:1:33 workflows.a.scripts[1]: The script is empty.",
		],
		[
			"a script that says nothing",
			"workflows: { a: { scripts: [{ name: x }] } }",
			"oore.yaml:1:29 workflows.a.scripts[0]: A script needs a `script`.",
		],
		["a name that is a list", workflow("name: [x]"), "oore.yaml:4:11 workflows.a.name: name must be a text."],
		[
			"a duration of zero",
			workflow("max_build_duration: 0"),
			"oore.yaml:4:25 workflows.a.max_build_duration: max_build_duration must be a number of minutes between 1 and 1440.",
		],
		[
			"a duration in words",
			workflow("max_build_duration: long"),
			"oore.yaml:4:25 workflows.a.max_build_duration: max_build_duration must be a number of minutes between 1 and 1440.",
		],
		[
			"an endless timeout",
			"workflows: { a: { scripts: [{ script: ls, timeout: .inf }] } }",
			"oore.yaml:1:52 workflows.a.scripts[0].timeout: timeout must be a number of seconds between 1 and 86400.",
		],
		[
			"a flag in words",
			"workflows: { a: { scripts: [{ script: ls, ignore_failure: maybe }] } }",
			"oore.yaml:1:59 workflows.a.scripts[0].ignore_failure: ignore_failure must be true or false.",
		],
		[
			"a variable's name",
			workflow("environment:", "  vars:", "    1A: x"),
			'oore.yaml:6:9 workflows.a.environment.vars.1A: "1A" cannot be the name of a variable: letters, digits and _ only, no digit first.',
		],
		[
			"a variable that is a list",
			workflow("environment:", "  vars:", "    A: [x]"),
			"oore.yaml:6:12 workflows.a.environment.vars.A: A variable must be a text.",
		],
		[
			"a NUL character that was escaped",
			workflow('environment: { vars: { A: "x\\0" } }'),
			"oore.yaml:4:31 workflows.a.environment.vars.A: A variable must not have NUL characters in it.",
		],
		[
			"an event that there is not",
			workflow("triggering:", "  events: [push, toString]"),
			'oore.yaml:5:22 workflows.a.triggering.events[1]: "toString" is not an event. There are push, pull_request and tag.',
		],
		[
			"an empty pattern",
			workflow("triggering: { events: push, branch_patterns: [''] }"),
			"oore.yaml:4:51 workflows.a.triggering.branch_patterns[0]: An empty pattern matches nothing. Every branch or tag is `*`.",
		],
		[
			"a pattern without end",
			workflow(
				`triggering: { events: push, branch_patterns: [${"*".repeat(257)}] }`.replace("[*", "['*").replace("*]", "*']"),
			),
			"oore.yaml:4:51 workflows.a.triggering.branch_patterns[0]: A pattern has at most 256 characters.",
		],
		[
			"a pattern entry without a pattern",
			workflow("triggering: { events: push, branch_patterns: [{ include: true }] }"),
			"oore.yaml:4:51 workflows.a.triggering.branch_patterns[0]: A pattern needs a `pattern`.",
		],
		["a tab as indentation", "workflows:\n\ta: b", "oore.yaml:2:1 Tabs are not allowed as indentation."],
		[
			"a key twice",
			"workflows:\n  a: { scripts: [ls] }\n  a: { scripts: [ls] }",
			'oore.yaml:3:3 workflows.a: "a" is here twice, first on line 2.',
		],
		[
			"a second document",
			`${workflow()}\n---\nb: 1`,
			"oore.yaml:4:1 A file holds one document: everything from the second `---` on is too much.",
		],
		[
			"an alias of nothing",
			"workflows: { a: { scripts: [*x] } }",
			"oore.yaml:1:29 workflows.a.scripts[0]: The alias *x needs an anchor &x that ends before it.",
			"oore.yaml:1:29 workflows.a.scripts[0]: A script must be a text.",
		],
		[
			"a merge of a word",
			workflow("<<: x"),
			"oore.yaml:4:9 workflows.a.<<: `<<` takes a mapping or a list of mappings.",
		],
		["a key that is a list", workflow("? [x]", ": y"), "oore.yaml:4:7 workflows.a: A key must be a plain word."],
	])("%s", (_, text, ...errors) => {
		expect(errorsOf(text)).toEqual(errors);
	});

	test.each(["/etc", "..", "a/../../b", "../x"])("a working directory outside the workspace: %s", (directory) => {
		expect(errorsOf(`workflows: { a: { scripts: [{ script: ls, working_directory: ${directory} }] } }`)).toEqual([
			"oore.yaml:1:62 workflows.a.scripts[0].working_directory: working_directory must be inside the workspace: relative, without `..`.",
		]);
	});

	test("all of them at once", () => {
		expect(errorsOf("workflows:\n  a:\n    scripts: []\n    name: []\n  b: 1")).toHaveLength(3);
	});

	test("at the place of the anchor where the fault came by an alias", () => {
		expect(errorsOf("x-a: &a { name: [] }\nworkflows:\n  a: { <<: *a, scripts: [ls] }")).toEqual([
			"oore.yaml:1:17 workflows.a.name: name must be a text.",
		]);
	});
});

describe("a warning", () => {
	test.each<[text: string, ...warnings: string[]]>([
		[
			workflow("artefacts: [x]"),
			'oore.yaml:4:5 workflows.a.artefacts: "artefacts" is not known here. Did you mean "artifacts"?',
		],
		[
			workflow("publising: {}"),
			'oore.yaml:4:5 workflows.a.publising: "publising" is not known here. Did you mean "publishing"?',
		],
		[workflow("colour: red"), 'oore.yaml:4:5 workflows.a.colour: "colour" is not known here and has no effect.'],
		[
			workflow("publishing: { email: { recipients: [a@b.c] } }"),
			"oore.yaml:4:19 workflows.a.publishing.email: No e-mail is sent so far.",
		],
		[
			workflow("environment: { flutter: stable }"),
			"oore.yaml:4:20 workflows.a.environment.flutter: Nothing is installed: the build uses the flutter that this machine has.",
		],
		[
			workflow("environment: { var: {} }"),
			'oore.yaml:4:20 workflows.a.environment.var: "var" is not known here. Did you mean "vars"?',
		],
		[
			workflow("triggering: { event: [push] }"),
			'oore.yaml:4:19 workflows.a.triggering.event: "event" is not known here. Did you mean "events"?',
			"oore.yaml:4:17 workflows.a.triggering: Without `events` nothing starts this workflow by itself: it is started by hand only.",
		],
		[
			workflow("triggering: { events: push, branch_patterns: { includes: [main] } }"),
			'oore.yaml:4:52 workflows.a.triggering.branch_patterns.includes: "includes" is not known here. Did you mean "include"?',
		],
		[
			"workflow: {}\nworkflows: { a: { scripts: [ls] } }",
			'oore.yaml:1:1 workflow: "workflow" is not known here. Did you mean "workflows"?',
		],
		[
			"workflows: { a: { scripts: [{ script: ls, ignore_failures: true }] } }",
			'oore.yaml:1:43 workflows.a.scripts[0].ignore_failures: "ignore_failures" is not known here. Did you mean "ignore_failure"?',
		],
		["workflows: { a: { scripts: [!sh ls] } }", "oore.yaml:1:29 Unresolved tag: !sh."],
	])("leaves the pipeline usable: %j", (text, ...warnings) => {
		expect(warningsOf(text)).toEqual(warnings);
		expect(parsePipeline(text, file).pipeline.workflows).toHaveLength(1);
	});
});

test("a problem is one line without control characters, whatever the document's words are", () => {
	const [line] = warningsOf(`{ "x\\n\\e[31m\\u2028y": 1, workflows: { a: { scripts: [ls] } } }`);
	expect(line).toBe('oore.yaml:1:3 x [31m y: "x [31m y" is not known here and has no effect.');
});
