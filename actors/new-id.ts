import { randomBytes } from "node:crypto";
import { monotonicFactory } from "ulid";

const drawn = 4_096;

/** Makes ULIDs: 26 characters that sort by the time they were made, those of one millisecond in order. */
export function idMaker(now: () => number): () => string {
	// ulid asks for a random number a character: drawn by the block, or the system would be asked each time.
	let pool = randomBytes(drawn);
	let next = 0;
	const random = () => {
		if (next === drawn) {
			pool = randomBytes(drawn);
			next = 0;
		}
		return (pool[next++] as number) / 256;
	};
	const make = monotonicFactory(random);
	return () => make(now());
}
