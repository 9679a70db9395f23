import { and, asc, eq, gt, type SQL } from "drizzle-orm";
import type { Db } from "../open.ts";
import { actors } from "../schema/actors.ts";
import type { ActorStatus } from "../vocabulary.ts";

export type ActorRecord = typeof actors.$inferSelect;

export interface ActorFilter {
	readonly kind?: string | undefined;
	/** JSON of the state value. */
	readonly state?: string | undefined;
	readonly parent?: string | undefined;
	readonly status?: ActorStatus | undefined;
	/** Address of the last of the page before. */
	readonly cursor?: string | undefined;
	readonly limit: number;
}

/** By address, so that children follow their parents. */
export function actorsPage({ query }: Db, filter: ActorFilter): ActorRecord[] {
	const conditions: (SQL | undefined)[] = [
		filter.kind === undefined ? undefined : eq(actors.kind, filter.kind),
		filter.state === undefined ? undefined : eq(actors.state, filter.state),
		filter.parent === undefined ? undefined : and(eq(actors.parent, filter.parent), gt(actors.address, "")),
		filter.status && eq(actors.status, filter.status),
		filter.cursor === undefined ? undefined : gt(actors.address, filter.cursor),
	];
	return query
		.select()
		.from(actors)
		.where(and(...conditions))
		.orderBy(asc(actors.address))
		.limit(filter.limit)
		.all();
}

export function actorAt({ query }: Db, address: string): ActorRecord | undefined {
	return query.select().from(actors).where(eq(actors.address, address)).get();
}

/** What a snapshot holds; null when it cannot be read: its actor has crashed then, and its error says so. */
export function contextOf({ snapshot }: Pick<ActorRecord, "snapshot">): unknown {
	try {
		return (JSON.parse(snapshot) as { context?: unknown }).context ?? null;
	} catch {
		return null;
	}
}
