/** Headers of a change that is only to be made over the version with that id; over nothing for null, over anything for undefined. */
export function precondition(over: string | null | undefined): Record<string, string> {
	if (over === undefined) return {};
	return over === null ? { "if-none-match": "*" } : { "if-match": `"${over}"` };
}

/**
 * Whether a change that was asked for with these headers may be made while the version with this id holds. A weak tag
 * counts as the strong one: proxies that compress make one of the other, and the id is the version's either way.
 */
export function mayChange(
	{
		"if-match": match,
		"if-none-match": none,
	}: Readonly<Partial<Record<"if-match" | "if-none-match", string | undefined>>>,
	holds: string | undefined,
): boolean {
	if (match !== undefined && !names(match, holds)) return false;
	return none === undefined || !names(none, holds);
}

function names(list: string, holds: string | undefined): boolean {
	const tags = list.split(",").map((tag) => tag.trim().replace(/^(?:W\/)?"(.*)"$/, "$1"));
	return holds !== undefined && (tags.includes("*") || tags.includes(holds));
}
