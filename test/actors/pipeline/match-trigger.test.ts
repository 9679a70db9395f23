import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchTrigger } from "#actors/pipeline/match-trigger.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import type { Workflow } from "#actors/pipeline/pipeline.ts";
import type { GitEvent } from "#actors/webhook/git-event.ts";

function workflow(triggering: string): Workflow {
	const text = `workflows: { a: { scripts: [ls], triggering: ${triggering} } }`;
	const { pipeline, errors } = parsePipeline(text, "oore.yaml");
	const [only] = pipeline.workflows;
	if (!only || errors.length > 0) throw new Error(JSON.stringify(errors));
	return only;
}

function pushed(branch: string): GitEvent {
	return { trigger: "push", commit: "0".repeat(40), ref: `refs/heads/${branch}`, branch, fromFork: false };
}

function tagged(tag: string): GitEvent {
	return { trigger: "tag", commit: "0".repeat(40), ref: `refs/tags/${tag}`, tag, fromFork: false };
}

function reviewed(
	branch: string,
	targetBranch: string,
	trigger: "pull_request" | "merge_request" = "pull_request",
): GitEvent {
	return {
		trigger,
		commit: "0".repeat(40),
		ref: "refs/pull/7/head",
		branch,
		targetBranch,
		reviewNumber: 7,
		fromFork: false,
	};
}

describe("the verdict names what decided", () => {
	test.each<[triggering: string, event: GitEvent, starts: boolean, reason: string]>([
		["{ events: push }", pushed("main"), true, "Every branch starts it."],
		["{ events: tag }", tagged("v1"), true, "Every tag starts it."],
		["{ events: pull_request }", reviewed("fix", "main"), true, "Every pull request starts it."],
		["{ events: [] }", pushed("main"), false, "It is started by hand only."],
		["{ events: tag }", pushed("main"), false, "A push is not among its events (tag)."],
		["{ events: [push, tag] }", reviewed("fix", "main"), false, "A pull request is not among its events (push, tag)."],
		["{ events: push }", tagged("v1"), false, "A tag is not among its events (push)."],
		[
			"{ events: push }",
			reviewed("fix", "main", "merge_request"),
			false,
			"A merge request is not among its events (push).",
		],
		[
			"{ events: push, branch_patterns: main }",
			pushed("main"),
			true,
			"The branch main is included by the pattern main.",
		],
		[
			"{ events: push, branch_patterns: [main, 'release/*'] }",
			pushed("dev"),
			false,
			"The branch dev is not included by main, release/*.",
		],
		[
			"{ events: push, branch_patterns: ['*', { pattern: feature/*, include: false }] }",
			pushed("feature/x"),
			false,
			"The branch feature/x is excluded by the pattern feature/*.",
		],
		[
			"{ events: push, branch_patterns: [{ pattern: feature/*, include: false }, '*'] }",
			pushed("feature/x"),
			true,
			"The branch feature/x is included by the pattern *.",
		],
		[
			"{ events: push, branch_patterns: { include: '*', exclude: wip/* } }",
			pushed("wip/x/y"),
			false,
			"The branch wip/x/y is excluded by the pattern wip/*.",
		],
		[
			"{ events: push, branch_patterns: { exclude: wip/* } }",
			pushed("main"),
			true,
			"No pattern excludes the branch main.",
		],
		["{ events: tag, branch_patterns: main }", tagged("v1"), true, "Every tag starts it."],
		["{ events: [push, tag], tag_patterns: v* }", pushed("main"), true, "Every branch starts it."],
		["{ events: tag, tag_patterns: v* }", tagged("nightly"), false, "The tag nightly is not included by v*."],
		[
			"{ events: tag, tag_patterns: { include: v*, exclude: v0* } }",
			tagged("v0.9"),
			false,
			"The tag v0.9 is excluded by the pattern v0*.",
		],
		[
			"{ events: pull_request, branch_patterns: main }",
			reviewed("fix", "main"),
			false,
			"The branch fix is not included by main.",
		],
		[
			"{ events: pull_request, branch_patterns: [{ pattern: main, source: false }] }",
			reviewed("fix", "main"),
			true,
			"The target branch main is included by the pattern main.",
		],
		[
			"{ events: pull_request, branch_patterns: [{ pattern: main, source: false }] }",
			reviewed("main", "dev"),
			false,
			"The branch main into dev is not included by main.",
		],
		[
			"{ events: merge_request, branch_patterns: fix }",
			reviewed("fix", "main", "merge_request"),
			true,
			"The branch fix is included by the pattern fix.",
		],
		[
			"{ events: push, branch_patterns: [{ pattern: main, source: false }] }",
			pushed("main"),
			true,
			"The branch main is included by the pattern main.",
		],
	])("%s", (triggering, event, starts, reason) => {
		expect(matchTrigger(event, workflow(triggering))).toEqual({ starts, reason });
	});
});

describe("of several patterns", () => {
	const pattern = fc.record({
		pattern: fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), minLength: 1, maxLength: 5 }),
		include: fc.boolean(),
		source: fc.boolean(),
	});
	const branch = fc.string({ unit: fc.constantFrom("a", "b", "/"), minLength: 1, maxLength: 6 });

	test("the last one decides when it matches, and does nothing when it does not", () => {
		const base = workflow("{ events: push }");
		const having = (branchPatterns: Workflow["triggering"]["branchPatterns"]): Workflow => ({
			...base,
			triggering: { ...base.triggering, branchPatterns },
		});
		fc.assert(
			fc.property(fc.array(pattern, { minLength: 1 }), branch, fc.boolean(), (patterns, name, include) => {
				const last = { pattern: name, include, source: true };
				expect(matchTrigger(pushed(name), having([...patterns, last])).starts).toBe(include);
				const other = { ...last, pattern: `${name}c`, include: false };
				expect(matchTrigger(pushed(name), having([...patterns, other])).starts).toBe(
					matchTrigger(pushed(name), having(patterns)).starts,
				);
			}),
		);
	});
});
