import type { GitEvent } from "../webhook/git-event.ts";
import { compileGlob } from "./glob.ts";
import type { Workflow } from "./pipeline.ts";

/** Whether an event starts a workflow, and what decided it, in a sentence. */
export interface Verdict {
	readonly starts: boolean;
	readonly reason: string;
}

interface Rule {
	readonly pattern: string;
	readonly include: boolean;
}

/** Pure: the same event and workflow always give the same verdict. Builds started by hand do not come here. */
export function matchTrigger(event: GitEvent, { triggering }: Workflow): Verdict {
	const wanted = event.trigger === "merge_request" ? "pull_request" : event.trigger;
	if (triggering.events.length === 0) return no("It is started by hand only.");
	if (!triggering.events.some((name) => name === wanted)) {
		return no(`${nameOf(event)} is not among its events (${triggering.events.join(", ")}).`);
	}
	if (event.trigger === "tag") return decide("tag", event.tag ?? "", triggering.tagPatterns);
	if (wanted === "push") return decide("branch", event.branch ?? "", triggering.branchPatterns);
	return ofReview(event, triggering.branchPatterns);
}

/** Of a review, each pattern looks at the branch that it names: the source's, or the one to merge into. */
function ofReview(event: GitEvent, patterns: Workflow["triggering"]["branchPatterns"]): Verdict {
	const rules = patterns.map((rule) => ({ ...rule, text: (rule.source ? event.branch : event.targetBranch) ?? "" }));
	if (rules.length === 0)
		return yes(`Every ${event.trigger === "merge_request" ? "merge request" : "pull request"} starts it.`);
	const decisive = rules.findLast(({ pattern, text }) => compileGlob(pattern)(text));
	if (decisive) return verdictOf(decisive.source ? "branch" : "target branch", decisive.text, decisive);
	const both = rules.some(({ source }) => !source);
	return unmatched("branch", `${event.branch ?? ""}${both ? ` into ${event.targetBranch ?? ""}` : ""}`, rules);
}

/** In the order of the document, the last that matches wins. */
function decide(what: string, text: string, rules: readonly Rule[]): Verdict {
	if (rules.length === 0) return yes(`Every ${what} starts it.`);
	const decisive = rules.findLast(({ pattern }) => compileGlob(pattern)(text));
	return decisive ? verdictOf(what, text, decisive) : unmatched(what, text, rules);
}

function verdictOf(what: string, text: string, { pattern, include }: Rule): Verdict {
	return include
		? yes(`The ${what} ${text} is included by the pattern ${pattern}.`)
		: no(`The ${what} ${text} is excluded by the pattern ${pattern}.`);
}

/** A list that only excludes lets everything else through. */
function unmatched(what: string, text: string, rules: readonly Rule[]): Verdict {
	if (rules.every(({ include }) => !include)) return yes(`No pattern excludes the ${what} ${text}.`);
	const patterns = rules.filter(({ include }) => include).map(({ pattern }) => pattern);
	return no(`The ${what} ${text} is not included by ${patterns.join(", ")}.`);
}

function nameOf(event: GitEvent): string {
	switch (event.trigger) {
		case "pull_request":
			return "A pull request";
		case "merge_request":
			return "A merge request";
		case "tag":
			return "A tag";
		default:
			return "A push";
	}
}

function yes(reason: string): Verdict {
	return { starts: true, reason };
}

function no(reason: string): Verdict {
	return { starts: false, reason };
}
