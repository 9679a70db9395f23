import type { DocumentNode, MappingNode } from "./document.ts";
import type { BranchPattern, TagPattern, TriggerEvent, Triggering } from "./pipeline.ts";
import { below, member, type Values } from "./read-values.ts";

const eventNames: Readonly<Record<string, TriggerEvent>> = {
	push: "push",
	pull_request: "pull_request",
	merge_request: "pull_request",
	tag: "tag",
};
const keys = ["events", "branch_patterns", "tag_patterns", "cancel_previous_builds"] as const;
const patternKeys = ["pattern", "include", "source"] as const;
const shortKeys = ["include", "exclude"] as const;

/** Every push and every review: a workflow of an `oore.*` file that says nothing of triggering. */
export const onEverything: Triggering = {
	events: ["push", "pull_request"],
	branchPatterns: [],
	tagPatterns: [],
	cancelPrevious: false,
};
/** By hand only: what the same means in a `codemagic.*` file. */
export const byHand: Triggering = { events: [], branchPatterns: [], tagPatterns: [], cancelPrevious: false };

export function readTriggering(values: Values, node: DocumentNode, path: string): Triggering {
	const mapping = values.mapping(node, path, "triggering");
	if (!mapping) return byHand;
	warnOfOthers(values, mapping, path, keys);
	const cancel = member(mapping, "cancel_previous_builds");
	if (!member(mapping, "events"))
		values.problems.warn(
			node,
			path,
			"Without `events` nothing starts this workflow by itself: it is started by hand only.",
		);
	return {
		events: readEvents(values, mapping, below(path, "events")),
		branchPatterns: readPatterns(values, mapping, "branch_patterns", path),
		tagPatterns: readPatterns(values, mapping, "tag_patterns", path).map(
			({ pattern, include }): TagPattern => ({ pattern, include }),
		),
		cancelPrevious:
			(cancel && values.flag(cancel, below(path, "cancel_previous_builds"), "cancel_previous_builds")) ?? false,
	};
}

function readEvents(values: Values, mapping: MappingNode, path: string): TriggerEvent[] {
	const node = member(mapping, "events");
	if (!node) return [];
	return values.list(node, path, "events").flatMap((item, index) => {
		const name = values.text(item, below(path, index), "An event") ?? "";
		const event = Object.hasOwn(eventNames, name) ? eventNames[name] : undefined;
		if (event) return [event];
		if (name === "pull_request_labeled")
			values.problems.warn(
				item,
				below(path, index),
				"Labels start no builds here: pull_request_labeled has no effect.",
			);
		else if (name)
			values.problems.error(
				item,
				below(path, index),
				`"${name}" is not an event. There are push, pull_request and tag.`,
			);
		return [];
	});
}

/** Codemagic's ordered list of `{ pattern, include, source }`, or `{ include: [], exclude: [] }` where exclude wins. */
function readPatterns(values: Values, mapping: MappingNode, key: string, parent: string): BranchPattern[] {
	const node = member(mapping, key);
	const path = below(parent, key);
	if (!node) return [];
	if (node.kind === "mapping") {
		warnOfOthers(values, node, path, shortKeys);
		return [...shortForm(values, node, "include", path, true), ...shortForm(values, node, "exclude", path, false)];
	}
	return values.list(node, path, key).flatMap((item, index) => readPattern(values, item, below(path, index)) ?? []);
}

function shortForm(
	values: Values,
	mapping: MappingNode,
	key: string,
	parent: string,
	include: boolean,
): BranchPattern[] {
	const node = member(mapping, key);
	const path = below(parent, key);
	if (!node) return [];
	return values.list(node, path, key).flatMap((item, index) => {
		const pattern = readGlob(values, item, below(path, index));
		return pattern === undefined ? [] : [{ pattern, include, source: true }];
	});
}

function readPattern(values: Values, node: DocumentNode, path: string): BranchPattern | undefined {
	if (node.kind === "scalar") {
		const pattern = readGlob(values, node, path);
		return pattern === undefined ? undefined : { pattern, include: true, source: true };
	}
	const mapping = values.mapping(node, path, "A pattern");
	if (!mapping) return undefined;
	warnOfOthers(values, mapping, path, patternKeys);
	const given = member(mapping, "pattern");
	if (!given) {
		values.problems.error(node, path, "A pattern needs a `pattern`.");
		return undefined;
	}
	const pattern = readGlob(values, given, below(path, "pattern"));
	const flag = (key: string): boolean => {
		const value = member(mapping, key);
		return value ? (values.flag(value, below(path, key), key) ?? true) : true;
	};
	return pattern === undefined ? undefined : { pattern, include: flag("include"), source: flag("source") };
}

const longestPattern = 256;

function warnOfOthers(values: Values, mapping: MappingNode, path: string, known: readonly string[]): void {
	for (const [key, entry] of mapping.entries)
		if (!known.includes(key)) values.problems.unknownKey(entry.key, below(path, key), key, known);
}

function readGlob(values: Values, node: DocumentNode, path: string): string | undefined {
	const pattern = values.text(node, path, "A pattern");
	if (pattern === "") {
		values.problems.error(node, path, "An empty pattern matches nothing. Every branch or tag is `*`.");
		return undefined;
	}
	if (pattern !== undefined && pattern.length > longestPattern) {
		values.problems.error(node, path, `A pattern has at most ${longestPattern} characters.`);
		return undefined;
	}
	return pattern;
}
