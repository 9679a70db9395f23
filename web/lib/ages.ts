interface Age {
	readonly name: string;
	readonly words: string;
	/** As the API asks for it, in seconds. */
	readonly query: Readonly<Record<string, number>>;
}

const [minute, hour, day] = [60, 3_600, 86_400];

/** How old an actor is, or what happened to it lately, as a filter has it. */
export const ages: readonly Age[] = [
	{ name: "changed-5m", words: "changed within 5 min", query: { changed_within: 5 * minute } },
	{ name: "changed-1h", words: "changed within 1 h", query: { changed_within: hour } },
	{ name: "changed-1d", words: "changed within 1 day", query: { changed_within: day } },
	{ name: "quiet-10m", words: "unchanged for 10 min", query: { unchanged_for: 10 * minute } },
	{ name: "quiet-1h", words: "unchanged for 1 h", query: { unchanged_for: hour } },
	{ name: "quiet-1d", words: "unchanged for 1 day", query: { unchanged_for: day } },
	{ name: "older-1h", words: "older than 1 h", query: { older_than: hour } },
	{ name: "older-1d", words: "older than 1 day", query: { older_than: day } },
	{ name: "older-7d", words: "older than 7 days", query: { older_than: 7 * day } },
];

export function ageQuery(name: string | undefined): Readonly<Record<string, number>> {
	return ages.find((age) => age.name === name)?.query ?? {};
}
