const lineWidth = 120;
const tabWidth = 2;

/** JSON as biome formats it: objects a line a member, arrays of plain values on one line if they fit. */
export function asText(value: unknown, depth = 0, taken = 0): string {
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const flat = flatOf(value);
	if (flat !== null && depth * tabWidth + taken + flat.length < lineWidth) return flat;
	const indent = "\t".repeat(depth + 1);
	const members = Array.isArray(value)
		? value.map((each) => asText(each, depth + 1))
		: Object.entries(value).map(([key, each]) => {
				const name = `${JSON.stringify(key)}: `;
				return name + asText(each, depth + 1, name.length);
			});
	const [open, close] = Array.isArray(value) ? "[]" : "{}";
	return `${open}\n${members.map((member) => indent + member).join(",\n")}\n${"\t".repeat(depth)}${close}`;
}

function flatOf(value: object): string | null {
	if (!Array.isArray(value)) return Object.keys(value).length === 0 ? "{}" : null;
	const parts = value.map((each) => (typeof each === "object" && each !== null ? flatOf(each) : JSON.stringify(each)));
	return parts.includes(null) ? null : `[${parts.join(", ")}]`;
}
