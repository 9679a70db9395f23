import { SnapshotUnusable } from "./errors.ts";
import type { ActorRow } from "./store.ts";

/** From version n to n + 1, keyed by n. A stored snapshot is a file format: every version ever shipped must come up. */
export type Upcasts = Readonly<Record<number, (snapshot: Record<string, unknown>) => Record<string, unknown>>>;

/** The row's snapshot as plain data of the current version. @throws SnapshotUnusable */
export function readSnapshot(row: ActorRow, version: number, upcasts: Upcasts): Record<string, unknown> {
	if (row.version > version) {
		throw new SnapshotUnusable(row.address, `it is of version ${row.version}, newer than this server's ${version}`);
	}
	let snapshot = parse(row);
	for (let from = row.version; from < version; from++) {
		const up = upcasts[from];
		if (!up) throw new SnapshotUnusable(row.address, `there is no way from version ${from} to ${from + 1}`);
		snapshot = up(snapshot);
	}
	return snapshot;
}

function parse(row: ActorRow): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(row.snapshot);
		if (typeof value === "object" && value !== null && "value" in value) return value as Record<string, unknown>;
	} catch (error) {
		throw new SnapshotUnusable(row.address, "it is not JSON", error);
	}
	throw new SnapshotUnusable(row.address, "it is not a snapshot");
}
