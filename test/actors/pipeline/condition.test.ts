import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileExpression } from "#actors/pipeline/condition/compile-expression.ts";
import { interpolate } from "#actors/pipeline/condition/interpolate.ts";
import { judgeCondition } from "#actors/pipeline/condition/judge-condition.ts";
import type { Scope } from "#actors/pipeline/condition/scope.ts";

const scope: Scope = {
	event: {
		action: "labeled",
		number: 7,
		pull_request: { draft: false, labels: [{ name: "codemagicTest" }, { name: "ready" }], base: { ref: "main" } },
		"head-commit": { id: "abc" },
		nothing: null,
	},
	env: { CM_BRANCH: "release/1.2", RUN_TESTS: "true", EMPTY: "", NO: "false" },
	inputs: { flavor: "prod", runTests: true, submit: false, "build-number": 42, share: 0.25, no: "false" },
};

/** As of a build that was started by hand. */
const byHand: Scope = { event: {}, env: {}, inputs: {} };

function value(text: string, of: Scope = scope): unknown {
	const compiled = compileExpression(text);
	return compiled.ok ? compiled.evaluate(of) : compiled;
}

describe("an expression", () => {
	test.each<[text: string, value: unknown]>([
		["true", true],
		["False", false],
		["None", null],
		["1.5", 1.5],
		["-1 < 0", true],
		["'it\\'s' == \"it's\"", true],
		['"a\\\\b\\n\\d"', "a\\b\n\\d"],
		["event.action", "labeled"],
		['event["pull_request"]["base"].ref', "main"],
		["event['head-commit'].id", "abc"],
		["event.pull_request.labels[0].name", "codemagicTest"],
		["event.pull_request.labels[-1].name", "ready"],
		["inputs.build-number", 42],
		["1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3", true],
		["'a' < 'b'", true],
		["1 == 1.0", true],
		["1 == '1'", false],
		["true == 1", true],
		["env.RUN_TESTS == true", false],
		["[1, ['a'],] == [1, ['a']]", true],
		["event.pull_request.labels[0] == event.pull_request.labels[1]", false],
		["'a' in ['a', 'b']", true],
		["'c' not in ['a', 'b']", true],
		["'release/' in env.CM_BRANCH", true],
		["'draft' in event.pull_request", true],
		["'x' in event.missing", false],
		["event.missing in 'text'", false],
		["true or false and false", true],
		["(true or false) and false", false],
		["true || false && false", true],
		["not true or true", true],
		["not event.number == 8", true],
		["!event.number == 8", false],
		["!!event.number", true],
		["not 'a' in ['b']", true],
		["env.MISSING or 'default'", "default"],
		["env.RUN_TESTS and inputs.flavor", "prod"],
		["${{ inputs.runTests }}", true],
		["${{ inputs.runTests }} and env.RUN_TESTS == 'true'", true],
		["${{ inputs.flavor }} == 'prod'", true],
		["env.CM_BRANCH == 'release/${{ inputs.share }}'", false],
		["'${{ inputs.flavor }}-${{ inputs.submit }}' == 'prod-false'", true],
		["  true\n  and\n  true ", true],
	])("%s", (text, expected) => {
		expect(value(text)).toEqual(expected);
	});

	test("finds null where nothing is", () => {
		for (const text of [
			"event.a.b.c[0]['x']",
			"event.nothing",
			"event.nothing.more",
			"event.action.length",
			"event.pull_request.labels.length",
			"event.pull_request.labels[9]",
			"event.pull_request.labels['0']",
			"event[0]",
			"event[event]",
			"env.PATH",
		])
			expect(value(text), text).toBeNull();
	});

	test("never reaches what objects are made of", () => {
		for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"])
			for (const root of ["event", "env", "inputs", "event.pull_request", "event.action", "event.pull_request.labels"])
				for (const text of [`${root}.${name}`, `${root}["${name}"]`, `${root}.${name}.constructor`])
					expect(value(text), text).toBeNull();
		expect(value("'constructor' in event")).toBe(false);
		const own = { ...byHand, event: JSON.parse('{"__proto__":{"draft":true},"constructor":1}') };
		expect(value("event.__proto__.draft and event.constructor", own)).toBe(1);
	});

	test("compares nothing with what is missing", () => {
		for (const operator of ["<", "<=", ">", ">="]) expect(value(`event.missing ${operator} 1`)).toBe(false);
		expect(value("event.missing == null")).toBe(true);
		expect(value("event.missing != 0")).toBe(true);
	});

	test.each<[text: string, column: number, message: RegExp]>([
		["", 1, /ends where a value/],
		["event.a and", 12, /ends where a value/],
		["(event.a", 9, /ends where `\)`/],
		["event.a)", 8, /`\)` stands where the end/],
		["event.a event.b", 9, /`event` stands where/],
		["event.a = 1", 9, /write `==`/],
		['$CM_BRANCH == "main"', 1, /`env\.CM_BRANCH`/],
		['${CM_BRANCH} == "main"', 1, /`env\.CM_BRANCH`/],
		['env.A == "main', 10, /no closing quote/],
		["env.A == 'a\nb'", 10, /no closing quote/],
		["env.A == main", 10, /only event, env and inputs/],
		["envs.A", 1, /Is `env` meant/],
		["env.A | length", 7, /no filters/],
		["env.A & env.B", 7, /`and`/],
		["event.a + 1", 9, /no arithmetic/],
		["event.number-1 > 2", 7, /no arithmetic/],
		["event.", 7, /name after the dot/],
		["env.A is none", 7, /compare with `==`/],
		["env.A.startswith('x')", 17, /no functions/],
		["1 < 2 < 3", 7, /do not chain/],
		["env.A not 'x'", 11, /`in`/],
		["[1 2]", 4, /`,`/],
		["${{ env.A", 10, /`}}`/],
		["${{ env.A )", 11, /`}}`/],
		["'x ${{ env.A'", 1, /not closed/],
		["'x ${{ foo }}'", 1, /no `foo`/],
		["env.A == ñ", 10, /`ñ` has no meaning/],
		["env.A == 💥", 10, /`💥`/],
	])("that is none says where and why: %s", (text, column, message) => {
		expect(compileExpression(text)).toEqual({ ok: false, column, message: expect.stringMatching(message) });
	});

	test("has bounds", () => {
		expect(value(`${"(".repeat(60)}1${")".repeat(60)}`)).toBe(1);
		for (const [open, close] of [
			["(", ")"],
			["[", "]"],
			["not ", ""],
			["!", ""],
			["event[", "]"],
			["${{", "}}"],
		] as const)
			expect(compileExpression(`${open.repeat(500)}1${close.repeat(500)}`)).toMatchObject({
				ok: false,
				message: expect.stringContaining("64 levels"),
			});
		expect(compileExpression(" ".repeat(4_097))).toMatchObject({ ok: false, column: 4_097 });
		expect(value(`event${".a".repeat(2_000)}`)).toBeNull();
		expect(value(`1${" or 1".repeat(800)}`)).toBe(1);
		const deep: unknown = JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`);
		const same: unknown = JSON.parse(`${"[".repeat(200)}${"]".repeat(200)}`);
		expect(judgeCondition("event.deep == event.same", { ...byHand, event: { deep, same } })).toEqual({
			fault: expect.stringContaining("too deeply"),
		});
	});

	test("of any characters is read or refused, and never breaks", () => {
		const word = fc.constantFrom(
			..."event env inputs . [ ] ( ) ${{ }} not and or in == < ! && 'a' \"${{ 1 }}\" 'b 1 , true $ \\ -".split(" "),
		);
		const text = fc.array(fc.oneof(word, fc.string({ maxLength: 3 })), { maxLength: 20 });
		fc.assert(
			fc.property(text, fc.constantFrom("", " "), (words, between) => {
				const verdict = judgeCondition(words.join(between), scope);
				expect(verdict === true || typeof verdict === "string" || typeof verdict.fault === "string").toBe(true);
				interpolate(words.join(between), scope);
			}),
			{ numRuns: 3_000 },
		);
	});

	test("means what it means in JavaScript, where both have it", () => {
		const atom = fc.constantFrom("1", "0", "2", "true", "false", "null");
		const { tree } = fc.letrec<{ tree: string }>((tie) => ({
			tree: fc.oneof(
				{ depthSize: "medium", withCrossShrink: true },
				atom,
				tie("tree").map((inner) => `!${inner}`),
				tie("tree").map((inner) => `(${inner})`),
				fc.tuple(tie("tree"), fc.constantFrom("&&", "||"), tie("tree")).map((parts) => parts.join(" ")),
			),
		}));
		fc.assert(
			fc.property(tree, (text) => {
				const same: unknown = new Function(`return ${text}`)();
				expect(value(text)).toEqual(same);
			}),
		);
	});
});

describe("a condition", () => {
	test.each([
		"not event.pull_request.draft",
		'event.pull_request.labels[0].name == "codemagicTest"',
		'(not event.pull_request.draft) and (event.pull_request.labels[0].name == "codemagicTest")',
		'env.RUN_TESTS == "true"',
		"${{ inputs.runTests }}",
		"inputs.no",
		"env.NO",
	])("holds: %s", (text) => {
		expect(judgeCondition(text, scope)).toBe(true);
	});

	test.each([
		'not event.pull_request.labels[0].name == "codemagicTest"',
		"${{ inputs.submit }}",
		"${{ inputs.no }}",
		"env.EMPTY",
		"env.MISSING",
		"[]",
		"0",
		"null",
	])("does not: %s", (text) => {
		expect(judgeCondition(text, scope)).toBe(`The condition \`${text}\` is false.`);
	});

	test("of an event is judged without one too", () => {
		expect(judgeCondition("not event.pull_request.draft", byHand)).toBe(true);
		expect(judgeCondition("not event", byHand)).toBe(true);
		expect(judgeCondition("event.pull_request.draft == false", byHand)).toBe(
			"The condition `event.pull_request.draft == false` is false.",
		);
	});

	test("that cannot be judged is a fault", () => {
		expect(judgeCondition("event.number in 5", scope)).toEqual({
			fault: "The condition `event.number in 5` cannot be evaluated: `in` cannot look into a number.",
		});
		expect(judgeCondition("event.number < 'a'", scope)).toEqual({
			fault: "The condition `event.number < 'a'` cannot be evaluated: `<` cannot compare a number with a text.",
		});
		expect(judgeCondition("1 in 'a1'", scope)).toEqual({ fault: expect.stringContaining("a number in a text") });
		expect(judgeCondition("'${{ event }}'", scope)).toEqual({ fault: expect.stringContaining("a mapping") });
		expect(judgeCondition("event.a =\n 1", scope)).toEqual({
			fault: "The condition `event.a = 1` cannot be read, at character 9: One `=` compares nothing: write `==`.",
		});
	});

	test("that is long is quoted in part", () => {
		const verdict = judgeCondition(`0${" and 0".repeat(300)}`, scope);
		expect(String(verdict).length).toBeLessThan(240);
	});
});

describe("a text with expressions in it", () => {
	test.each([
		["nothing", "nothing"],
		["", ""],
		["Hello, ${{ inputs.flavor }}!", "Hello, prod!"],
		["${{inputs.runTests}}${{ inputs.submit }}", "truefalse"],
		["--build-number=${{ inputs.build-number }} ${{ inputs.share }}", "--build-number=42 0.25"],
		["${{ inputs.flavor == 'prod' and '}}' }}", "}}"],
		["${{ env.MISSING or 'none' }}", "none"],
		["$HOME ${HOME} ${ { x } } {{ x }} }}", "$HOME ${HOME} ${ { x } } {{ x }} }}"],
		["a\n${{ env.EMPTY }}\nb", "a\n\nb"],
	])("%s", (text, expected) => {
		expect(interpolate(text, scope)).toEqual({ text: expected, problems: [] });
	});

	test.each([
		["${{ inputs.flavour }}", "there is no input `flavour`. Is `flavor` meant?"],
		["${{ inputs.constructor }}", "there is no input `constructor`. There are flavor, "],
		["${{ inputs['zzz'] or 'x' }}", "there is no input `zzz`. There are flavor, "],
		["${{ env.MISSING }}", "it has no value."],
		["${{ github.ref }}", "There is no `github` here"],
		["${{ event.pull_request }}", "It is a mapping"],
		["${{ inputs.flavor", "it has no `}}`."],
		["${{ 'it }} ${{ inputs.flavor }}", "This text has no closing quote."],
		["${{ }}", "It ends where a value should follow."],
	])("%s is a problem", (text, problem) => {
		const found = interpolate(`a ${text} b`, scope);
		expect(found.problems).toEqual([expect.stringContaining(problem)]);
		expect(found.problems[0]).toMatch(/^In `\$\{\{/);
	});

	test("keeps what it could not replace, and replaces the rest", () => {
		expect(interpolate("${{ inputs.x }} ${{ inputs.flavor }}", { ...byHand, inputs: { flavor: "prod" } })).toEqual({
			text: "${{ inputs.x }} prod",
			problems: ["In `${{ inputs.x }}`: there is no input `x`. There are flavor."],
		});
		expect(interpolate("${{ inputs.x }}", byHand).problems).toEqual([
			"In `${{ inputs.x }}`: there is no input `x`: the workflow has none.",
		]);
	});

	test("does not read again what it put in", () => {
		const twice = { ...byHand, inputs: { a: "${{ inputs.b }}", b: "no" } };
		expect(interpolate("${{ inputs.a }}", twice).text).toBe("${{ inputs.b }}");
	});

	test("has bounds", () => {
		const long = { ...byHand, inputs: { long: "x".repeat(1_000_000) } };
		const { text, problems } = interpolate("${{ inputs.long }}".repeat(1_000), long);
		expect(text.length).toBeLessThan(5_000_000);
		expect(problems).toEqual([expect.stringContaining("too long")]);
		const many = Array.from({ length: 1_000 }, (_, index) => `\${{ inputs.x${index} }}`).join("\n");
		expect(interpolate(many, scope).problems).toHaveLength(20);
		const started = performance.now();
		for (const hostile of ["${{", "${{ '", "${{}}", '${{"}}', "${{ ' }}\n", "${{${{}}"])
			interpolate(hostile.repeat(30_000), byHand);
		expect(performance.now() - started).toBeLessThan(5_000);
	});
});
