import { and, asc, count, desc, eq, gt, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { actors } from "../schema/actors.ts";
import type { ActorStatus } from "../vocabulary.ts";

export type ActorRecord = typeof actors.$inferSelect;

/** Which actors; times in ms. */
export interface ActorFilter {
	readonly kind?: string | undefined;
	/** JSON of the state value. */
	readonly state?: string | undefined;
	/** Directly below this address. */
	readonly parent?: string | undefined;
	/** Anywhere below this address. */
	readonly below?: string | undefined;
	readonly status?: ActorStatus | undefined;
	readonly changedSince?: number | undefined;
	readonly unchangedSince?: number | undefined;
	readonly startedBefore?: number | undefined;
}

export interface ActorPage {
	/** Address of the last of the page before. */
	readonly cursor?: string | undefined;
	/** `desc`: of children with ids by time, the youngest first. */
	readonly order: "asc" | "desc";
	readonly limit: number;
}

/** By address, so that children follow their parents. */
export function actorsPage({ query }: Db, filter: ActorFilter, { cursor, order, limit }: ActorPage): ActorRecord[] {
	const isPast = order === "asc" ? gt : lt;
	return query
		.select()
		.from(actors)
		.where(and(...conditionsOf(filter), cursor === undefined ? undefined : isPast(actors.address, cursor)))
		.orderBy((order === "asc" ? asc : desc)(actors.address))
		.limit(limit)
		.all();
}

/** How many there are of each status. */
export function countActors({ query }: Db, filter: ActorFilter): Record<ActorStatus, number> {
	const rows = query
		.select({ status: actors.status, count: count() })
		.from(actors)
		.where(and(...conditionsOf(filter)))
		.groupBy(actors.status)
		.all();
	const none = { active: 0, done: 0, stopped: 0, crashed: 0 };
	return { ...none, ...Object.fromEntries(rows.map((row) => [row.status, row.count])) };
}

function conditionsOf(filter: ActorFilter): (SQL | undefined)[] {
	const when = <T>(value: T | undefined, condition: (value: T) => SQL | undefined) =>
		value === undefined ? undefined : condition(value);
	return [
		when(filter.kind, (kind) => eq(actors.kind, kind)),
		when(filter.state, (state) => eq(actors.state, state)),
		// The root is its own row's parent.
		when(filter.parent, (parent) => and(eq(actors.parent, parent), gt(actors.address, ""))),
		// "0" is the character after "/": the range holds exactly what is below the address.
		when(filter.below, (above) =>
			above === "" ? gt(actors.address, "") : and(gt(actors.address, `${above}/`), lt(actors.address, `${above}0`)),
		),
		// As a literal: an index of one status is not taken for a parameter.
		when(filter.status, (status) => sql`${actors.status} = ${sql.raw(`'${status}'`)}`),
		when(filter.changedSince, (at) => gte(actors.updatedAt, at)),
		when(filter.unchangedSince, (at) => lt(actors.updatedAt, at)),
		when(filter.startedBefore, (at) => lte(actors.createdAt, at)),
	];
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

/** What people call those actors that stand for something they know, by address: a build, its step, a repository, a delivery. */
export function actorNames(db: Db, addresses: readonly string[]): ReadonlyMap<string, string> {
	const asked = addresses.map((address) => {
		const [folder = "", id = "", step] = address.split("/");
		return { address, folder, id, step: /^step-(\d+)$/.exec(step ?? "")?.[1] ?? null };
	});
	const rows = db
		.statement(
			`with asked as (
				select value ->> 'address' as address, value ->> 'folder' as folder, value ->> 'id' as id, value ->> 'step' as step
				from json_each(?) )
			select address, workflow_name || ' #' || number as name from asked join builds using (id)
				where folder = 'builds' and step is null and address = 'builds/' || id
			union all select address, name from asked
				join build_steps on build_id = asked.id and step_index = cast(step as integer)
				where folder = 'builds' and step is not null
			union all select address, name from asked join repositories using (id) where folder = 'repositories'
			union all select address, provider || ' ' || event_type from asked join webhook_events using (id) where folder = 'webhooks'`,
		)
		.all(JSON.stringify(asked)) as { address: string; name: string | null }[];
	return new Map(rows.flatMap(({ address, name }) => (name === null ? [] : [[address, name] as const])));
}
