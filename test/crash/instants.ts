import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

/** Where a telling can be killed: beside a commit, and beside a rename, by which a file that was long in the making gets its name. */
export const instants = ["before_commit", "after_commit", "before_rename", "after_rename"] as const;
export type Instant = (typeof instants)[number];

export interface Instants {
	/** How many there were so far. */
	readonly counts: Readonly<Record<Instant, number>>;
	hit(name: string): void;
}

/** Counts, and kills this process at the instant that `order` names, e.g. `after_commit:3`; at none when it is empty. */
export function countInstants(order: string): Instants {
	const counts = new Map<string, number>(instants.map((name) => [name, 0]));
	return {
		get counts() {
			return Object.fromEntries(counts) as Record<Instant, number>;
		},
		hit(name) {
			const nth = (counts.get(name) ?? 0) + 1;
			if (!counts.has(name)) return;
			counts.set(name, nth);
			if (order !== `${name}:${nth}`) return;
			process.kill(process.pid, "SIGKILL");
			// It is on its way; nothing after this instant may happen.
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
		},
	};
}

/** Commits lie before and behind a long effect, never in it: renames are instants in its middle. */
export function watchRenames({ hit }: Instants): void {
	const { rename } = promises;
	promises.rename = async (from, to) => {
		hit("before_rename");
		await rename(from, to);
		hit("after_rename");
	};
	syncBuiltinESMExports();
}
