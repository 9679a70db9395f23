export interface Backoff {
	readonly baseMs: number;
	readonly maxMs: number;
}

/**
 * Delay before the nth attempt (from 1): doubles from `baseMs` to `maxMs`, then a random part between half and all
 * of it, so that what failed together does not come back together ("equal jitter").
 * @param random answers 0 ≤ x < 1
 */
export function backoffDelay({ baseMs, maxMs }: Backoff, attempt: number, random: () => number): number {
	const full = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30));
	return full / 2 + (full / 2) * random();
}
