import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { within } from "./address.ts";
import type { ActorRow, JournalEntry, Store } from "./store.ts";

/** The smallest store: everything in one JSON file, written whole and renamed. For examples and a handful of actors. */
export function jsonStore(path: string): Store {
	const kept = existsSync(path)
		? (JSON.parse(readFileSync(path, "utf8")) as { actors: ActorRow[]; journal: JournalEntry[] })
		: { actors: [], journal: [] };
	const actors = new Map(kept.actors.map((row) => [row.address, row]));
	let journal = kept.journal;
	const sorted = () => [...actors.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
	return {
		commit(commit) {
			for (const { row } of commit.actors) actors.set(row.address, row);
			journal = [...journal, ...commit.journal].slice(-1_000);
			const file = openSync(`${path}.new`, "w", 0o600);
			writeSync(file, JSON.stringify({ actors: sorted(), journal }));
			fsyncSync(file);
			closeSync(file);
			renameSync(`${path}.new`, path);
		},
		loadActive: () => sorted().filter((row) => row.status === "active"),
		load: (address) => actors.get(address),
		loadWithin: (address) => sorted().filter((row) => row.status === "active" && within(row.address, address)),
		journal: ({ after = 0, limit }) => journal.filter((entry) => entry.id > after).slice(0, limit),
		newest: () => journal.at(-1) ?? { id: 0, at: 0 },
		oldestId: () => journal[0]?.id ?? 0,
	};
}
