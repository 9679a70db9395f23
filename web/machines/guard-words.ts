interface Composed {
	readonly name?: string;
	readonly type?: string;
	readonly guards?: readonly unknown[];
	readonly stateValue?: unknown;
}

/** A guard as people say it: `not in cleaning`, `wasRefused and wasCancelled`; null where there is none. */
export function guardInWords(guard: unknown): string | null {
	if (guard === undefined || guard === null) return null;
	if (typeof guard === "string") return guard;
	const { guards, stateValue, type, name = "" } = guard as Composed;
	if (stateValue !== undefined) return `in ${lastName(stateValue)}`;
	const parts = (guards ?? []).map(guardInWords);
	if (name === "not") return `not ${bracketed(parts[0] ?? "?")}`;
	if (guards) return parts.join(` ${name} `);
	return type ?? (name || "a guard without a name");
}

function bracketed(words: string): string {
	return / (and|or) /.test(words) ? `(${words})` : words;
}

function lastName(value: unknown): string {
	if (typeof value === "string") return value.replace(/^#/, "");
	return Object.entries(value as object)
		.map(([name, inner]) => (Object.keys(inner as object).length === 0 ? name : lastName(inner)))
		.join(" and ");
}
