/** One unit is enough to know how old something is. */
export function ago(ms: number): string {
	if (ms < 10_000) return "just now";
	if (ms < 60_000) return `${Math.floor(ms / 1_000)} s ago`;
	if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ago`;
	if (ms < 48 * 3_600_000) return `${Math.floor(ms / 3_600_000)} h ago`;
	return `${Math.floor(ms / 86_400_000)} d ago`;
}

/** A state value of a machine: `active › running`. */
export function stateInWords(state: unknown): string {
	if (typeof state === "string") return state;
	if (typeof state !== "object" || state === null) return "";
	return Object.entries(state)
		.map(([name, inner]) => {
			const rest = stateInWords(inner);
			return rest === "" ? name : `${name} › ${rest}`;
		})
		.join(", ");
}

export function count(n: number, one: string, many = `${one}s`): string {
	return `${n} ${n === 1 ? one : many}`;
}
