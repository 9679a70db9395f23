import type { Db } from "../open.ts";

/** Rows a single statement may touch: between two, others get their turn on the one thread. */
const batch = 1_000;

/** Payloads of decided deliveries received before then; the rows stay. */
export function oldPayloads(before: number): Rule {
	return {
		table: "webhook_payloads",
		key: "id",
		which: `select id from webhook_payloads join webhook_events using (id)
			where received_at < ? and status in ('acted', 'ignored', 'failed')`,
		parameters: [before],
	};
}

/** The oldest entries, never the newest one: it is where ids go on from. */
export function oldJournal(before: number): Rule {
	return {
		table: "journal",
		key: "id",
		which: "select id from journal where id < (select max(id) from journal) and at < ? order by id",
		parameters: [before],
	};
}

/** Secrets that were replaced or removed before then, and what is left of removals. */
export function oldSecrets(before: number): Rule {
	return {
		table: "secrets",
		key: "id",
		which: `select id from secrets as old where exists (
				select 1 from secrets as newer
				where newer.repository_id = old.repository_id and newer.group_name = old.group_name and newer.name = old.name
					and newer.id > old.id and newer.created_at < @before)
			or (value is null and created_at < @before and not exists (
				select 1 from secrets as older
				where older.repository_id = old.repository_id and older.group_name = old.group_name and older.name = old.name
					and older.id < old.id))`,
		parameters: [{ before }],
	};
}

/** Logins whose time is over. */
export function oldSessions(now: number): Rule {
	return { table: "sessions", key: "id", which: "select id from sessions where expires_at < ?", parameters: [now] };
}

/** Actors that ended before then; the read model keeps what people look at. */
export function oldActors(before: number): Rule {
	return {
		table: "actors",
		key: "address",
		which: "select address from actors where status in ('done', 'stopped') and updated_at < ?",
		parameters: [before],
	};
}

/** Which rows of a table retention no longer wants. */
export interface Rule {
	readonly table: string;
	readonly key: string;
	readonly which: string;
	readonly parameters: readonly unknown[];
}

/** How many there are. */
export function countOf({ sqlite }: Db, { which, parameters }: Rule): number {
	return sqlite
		.prepare(`select count(*) from (${which})`)
		.pluck()
		.get(...parameters) as number;
}

/** Remove one batch of them. */
export function removeOf({ sqlite }: Db, { table, key, which, parameters }: Rule): number {
	return sqlite.prepare(`delete from ${table} where ${key} in (${which} limit ${batch})`).run(...parameters).changes;
}

export interface OldArtifact {
	readonly id: string;
	readonly storageKey: string;
}

/** Artifacts that are too old, of too many builds, or beyond the size that a repository may have; oldest first. */
export function oldArtifacts(
	{ sqlite }: Db,
	limits: { readonly before: number; readonly builds: number; readonly bytes: number },
): OldArtifact[] {
	return sqlite
		.prepare(
			`select id, storage_key as storageKey from (
				select artifacts.*, dense_rank() over (partition by repository_id order by build_id desc) as nth,
					sum(size_bytes) over (partition by repository_id order by build_id desc, artifacts.id) as total
				from artifacts join builds on builds.id = build_id
				where removed_at is null and builds.finished_at is not null)
			where created_at < @before or nth > @builds or total > @bytes order by build_id limit ${batch}`,
		)
		.all(limits) as OldArtifact[];
}

/** The row stays, so that a download can say so. */
export function noteArtifactRemoved({ sqlite }: Db, id: string, at: number): void {
	sqlite.prepare("update artifacts set removed_at = ? where id = ?").run(at, id);
}

/** Of these builds, those that ended before then, or that nobody knows. */
export function endedBefore({ sqlite }: Db, ids: readonly string[], before: number): string[] {
	const finished = sqlite.prepare("select finished_at from builds where id = ?").pluck();
	return ids.filter((id) => {
		const at = finished.get(id) as number | null | undefined;
		return at === undefined || (at !== null && at < before);
	});
}
