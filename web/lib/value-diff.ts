/** One place in a value that differs: `plan.limits.graceMs`; without a before it is new, without an after it is gone. */
export interface Difference {
	readonly path: string;
	readonly before?: string;
	readonly after?: string;
}

/** What differs between two values, as deep as both have the same members. */
export function differences(path: string, before: unknown, after: unknown): Difference[] {
	if (JSON.stringify(before) === JSON.stringify(after)) return [];
	if (isRecord(before) && isRecord(after)) {
		const names = new Set([...Object.keys(before), ...Object.keys(after)]);
		return [...names].flatMap((name) => differences(`${path}.${name}`, before[name], after[name]));
	}
	if (Array.isArray(before) && Array.isArray(after)) {
		const places = Math.max(before.length, after.length);
		return Array.from({ length: places }, (_, index) => index).flatMap((index) =>
			differences(`${path}[${index}]`, before[index], after[index]),
		);
	}
	return [
		{
			path,
			...(before !== undefined && { before: JSON.stringify(before, null, 2) }),
			...(after !== undefined && { after: JSON.stringify(after, null, 2) }),
		},
	];
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
