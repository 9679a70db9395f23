/** Lines that a link names, counted from 0; both ends belong to it. */
export interface LineRange {
	readonly from: number;
	readonly to: number;
}

/** `#L10`, `#L10-L20`, in either order; undefined for anything else. */
export function rangeOf(hash: string): LineRange | undefined {
	const match = /^#L(\d{1,9})(?:-L(\d{1,9}))?$/.exec(hash);
	if (!match) return undefined;
	const ends = [Number(match[1]), Number(match[2] ?? match[1])].map((line) => Math.max(0, line - 1));
	return { from: Math.min(...ends), to: Math.max(...ends) };
}

export function hashOf({ from, to }: LineRange): string {
	return from === to ? `#L${from + 1}` : `#L${from + 1}-L${to + 1}`;
}
