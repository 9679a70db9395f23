import { createHash } from "node:crypto";

/** Looks like chance, and is the same for the same seed. */
export interface Chance {
	/** 0 ≤ x < 1. */
	next(): number;
	/** A whole number, both ends included. */
	between(from: number, to: number): number;
	pick<T>(list: readonly T[]): T;
	/** A key of the table, each as often as its number says. */
	weighed<K extends string>(table: Readonly<Partial<Record<K, number>>>): K;
}

export function chanceOf(...seed: readonly (string | number)[]): Chance {
	let state = digestOf(seed).readUInt32LE();
	/** Mulberry32. */
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
	return {
		next,
		between,
		pick: (list) => list[between(0, list.length - 1)] as (typeof list)[number],
		weighed: <K extends string>(table: Readonly<Partial<Record<K, number>>>) => {
			const entries = Object.entries(table) as [K, number][];
			let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
			const chosen = entries.find(([, weight]) => {
				left -= weight;
				return left < 0;
			});
			return (chosen ?? (entries.at(-1) as [K, number]))[0];
		},
	};
}

/** As a commit's id looks. */
export function commitId(...seed: readonly (string | number)[]): string {
	return digestOf(seed).toString("hex").slice(0, 40);
}

function digestOf(seed: readonly (string | number)[]): Buffer {
	return createHash("sha256").update(seed.join("\n")).digest();
}
