import type { Db } from "#db/open.ts";
import { type ArtifactRow, artifactsOf, type BuildRow, buildById, type StepRow, stepsOf } from "#db/queries/builds.ts";
import { entriesUpTo, oldestEntry } from "#db/queries/journal.ts";
import type { Kernel, Write } from "#runtime/index.ts";

/** A build as its rows were at an instant. */
export interface BuildThen {
	readonly build: BuildRow;
	readonly steps: readonly StepRow[];
	readonly artifacts: readonly ArtifactRow[];
	/** ms since 1970 of the last thing that had happened to it. */
	readonly at: number;
}

type Row = Record<string, unknown>;

/**
 * A build after a journal entry, its own or another's: what its actors had written by then is written again. What rows
 * have that no actor tells (numbers) is as today. `early` where it had not begun, `removed` where retention took a part.
 */
export function buildThen(
	kernel: Kernel,
	db: Db,
	id: string,
	entry: number,
): BuildThen | "early" | "removed" | undefined {
	const build = buildById(db, id);
	if (!build) return undefined;
	const entries = entriesUpTo(db, `builds/${id}`, entry);
	const [first, last] = [entries[0], entries.at(-1)];
	if (!first || !last) return oldestEntry(db, `builds/${id}`)?.sequence === 1 ? "early" : "removed";
	if (first.address !== `builds/${id}` || first.sequence !== 1) return "removed";
	const written = rowsOf(kernel.replay(entries));
	const then = <T extends { id: string }>(table: string, rows: readonly T[]): T[] =>
		rows.flatMap((row) => {
			const its = written.get(table)?.find((each) => each["id"] === row.id);
			return its ? [{ ...row, ...its }] : [];
		});
	const [itself] = then("builds", [{ ...build, tests: null }]);
	if (!itself) return "early";
	return {
		build: itself,
		steps: then("buildSteps", stepsOf(db, id)),
		artifacts: then("artifacts", artifactsOf(db, id)),
		at: last.at,
	};
}

/** Tables as writes leave them. */
function rowsOf(writes: readonly Write[]): ReadonlyMap<string, readonly Row[]> {
	const tables = new Map<string, Row[]>();
	for (const write of writes) {
		const name = "put" in write ? write.put : write.patch;
		const rows = tables.get(name) ?? [];
		tables.set(name, rows);
		const key = "put" in write ? { id: write.row["id"] } : write.key;
		const meant = rows.filter((row) => Object.entries(key).every(([column, value]) => row[column] === value));
		for (const row of meant) Object.assign(row, write.row);
		if ("put" in write && meant.length === 0) rows.push({ ...write.row });
	}
	return tables;
}
