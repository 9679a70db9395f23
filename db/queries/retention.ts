import type { Db } from "../open.ts";

/** Rows a single statement may touch: between two, others get their turn on the one thread. */
const batch = 1_000;

/** Remove the payloads of decided deliveries received before then; the rows stay. */
export function prunePayloads({ sqlite }: Db, before: number): number {
	return sqlite
		.prepare(
			`delete from webhook_payloads where id in (select id from webhook_payloads join webhook_events using (id)
			where received_at < ? and status in ('acted', 'ignored', 'failed') limit ${batch})`,
		)
		.run(before).changes;
}

/** The oldest entries first, never the newest one: it is where ids go on from. */
export function pruneJournal({ sqlite }: Db, before: number): number {
	return sqlite
		.prepare(
			`delete from journal where id in (select id from journal where id < (select max(id) from journal) order by id limit ${batch}) and at < ?`,
		)
		.run(before).changes;
}

/** Actors that ended before then; the read model keeps what people look at. */
export function pruneFinishedActors({ sqlite }: Db, before: number): number {
	return sqlite
		.prepare(
			`delete from actors where address in (select address from actors where status in ('done', 'stopped') and updated_at < ? limit ${batch})`,
		)
		.run(before).changes;
}
