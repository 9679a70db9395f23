/** One measure beside its floor, both of the same run. */
export interface Measured {
	readonly name: string;
	/** What Oore does. */
	readonly value: number;
	/** What cannot be done without; null where the measure stands alone. */
	readonly floor: number | null;
	readonly unit: string;
	/** In words, as the plan has it. */
	readonly wanted: string;
	readonly reached: boolean;
	readonly note?: string;
}

export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

export function quantile(values: readonly number[], q: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export async function timed(work: () => unknown): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}
