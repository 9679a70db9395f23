import { and, not, or } from "xstate";

/** A guard taken apart: how it puts others together, which state it asks for, or by which name the machine knows it. */
export type GuardParts =
	| { readonly how: "and" | "or" | "not"; readonly guards: readonly unknown[] }
	| { readonly how: "in"; readonly stateValue: unknown }
	| { readonly how: "named"; readonly name: string };

/** What XState makes of them has a function in common, each its own; the names are the bundler's. */
const hows = new Map<unknown, "and" | "or" | "not">([
	[checkOf(and([])), "and"],
	[checkOf(or([])), "or"],
	[checkOf(not("any")), "not"],
]);

function checkOf(guard: unknown): unknown {
	return (guard as { readonly check?: unknown }).check;
}

export function partsOf(guard: unknown): GuardParts {
	if (typeof guard === "string") return { how: "named", name: guard };
	const { stateValue, guards, type, name } = guard as {
		readonly stateValue?: unknown;
		readonly guards?: readonly unknown[];
		readonly type?: string;
		readonly name?: string;
	};
	if (stateValue !== undefined) return { how: "in", stateValue };
	const how = hows.get(checkOf(guard));
	if (how && guards) return { how, guards };
	return { how: "named", name: type ?? (name || "a guard without a name") };
}

/** A guard as people say it: `not in cleaning`, `wasRefused and wasCancelled`; null where there is none. */
export function guardInWords(guard: unknown): string | null {
	return guard === undefined || guard === null ? null : words(guard);
}

function words(guard: unknown): string {
	const parts = partsOf(guard);
	switch (parts.how) {
		case "in":
			return `in ${stateName(parts.stateValue)}`;
		case "named":
			return parts.name;
		case "not":
			return `not ${parts.guards.map((each) => bracketed(words(each))).join()}`;
		default:
			return parts.guards.map((each) => bracketed(words(each))).join(` ${parts.how} `);
	}
}

function bracketed(text: string): string {
	return / (and|or) /.test(text) ? `(${text})` : text;
}

/** The innermost name in a state value. */
export function stateName(value: unknown): string {
	if (typeof value === "string") return value.replace(/^#/, "");
	return Object.entries(value as object)
		.map(([name, inner]) =>
			typeof inner === "object" && Object.keys(inner as object).length === 0 ? name : stateName(inner),
		)
		.join(" and ");
}
