import { HttpError } from "./http-error.ts";

/** Wrong tokens from one address before it has to wait, and for how long. */
const patience = { failures: 10, windowMs: 60_000 };
/** Addresses remembered; the oldest are forgotten first. */
const mostAddresses = 10_000;

/** Counts wrong tokens by the address that really sent them. */
export interface WrongGuesses {
	/** @throws HttpError 429 */
	refuseIfTooMany(address: string): void;
	count(address: string): void;
}

export function makeWrongGuesses(): WrongGuesses {
	const failures = new Map<string, { count: number; until: number }>();
	return {
		refuseIfTooMany(address) {
			const known = failures.get(address);
			if (!known || known.until <= Date.now() || known.count < patience.failures) return;
			const retryAfter = Math.ceil((known.until - Date.now()) / 1000);
			throw new HttpError(429, "too_many_attempts", "Too many wrong tokens from this address.", { retryAfter });
		},
		count(address) {
			const now = Date.now();
			const known = failures.get(address);
			if (known && known.until > now) known.count++;
			else {
				failures.delete(address);
				failures.set(address, { count: 1, until: now + patience.windowMs });
			}
			const oldest = failures.keys().next();
			if (failures.size > mostAddresses && !oldest.done) failures.delete(oldest.value);
		},
	};
}
