export interface Intensity {
	/** Restarts allowed inside one period; one more is too many. */
	readonly intensity: number;
	readonly periodMs: number;
}

/** Times of the restarts that still count at `now`, this one included (OTP's `add_restart`). */
export function withRestart(restarts: readonly number[], now: number, { periodMs }: Intensity): number[] {
	return [...restarts.filter((at) => now - at < periodMs), now];
}

export function exceeded(restarts: readonly number[], { intensity }: Intensity): boolean {
	return restarts.length > intensity;
}
