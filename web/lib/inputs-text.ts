/** Values of a workflow's inputs as they are typed: `name=value`, one a line. */
export function inputsText(inputs: Readonly<Record<string, unknown>>): string {
	return Object.entries(inputs)
		.map(([name, value]) => `${name}=${value}`)
		.join("\n");
}

/** What was typed, by name; a sentence where a line is none. */
export function inputsOf(
	text: string,
): { readonly values: Readonly<Record<string, string>> } | { readonly refused: string } {
	const lines = text
		.split("\n")
		.map((line) => line.trim())
		.filter(Boolean);
	const bad = lines.find((line) => line.indexOf("=") < 1);
	if (bad !== undefined) return { refused: `${bad}: a line is a name, = and a value, as in flavor=staging.` };
	const pairOf = (line: string, at: number) => [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
	return { values: Object.fromEntries(lines.map((line) => pairOf(line, line.indexOf("=")))) };
}
