import type { Db } from "../open.ts";

/**
 * Ids of the first builds that wait for a slot: by priority, oldest first. With a limit per repository those that
 * would be beyond it are left out.
 */
export function waitingBuilds(
	db: Db,
	{ limit, perRepository }: { readonly limit: number; readonly perRepository: number },
): string[] {
	// Left to itself SQLite takes the index of states, and sorts everything that waits.
	const all =
		"select id from builds indexed by builds_waiting where status = 'pending' order by priority, id limit @limit";
	const within = `select id from (
			select id, priority, repository_id,
				row_number() over (partition by repository_id order by priority, id) as nth
			from builds where status = 'pending') as waiting
		where nth + (
			select count(*) from builds where repository_id = waiting.repository_id and status = 'running') <= @perRepository
		order by priority, id limit @limit`;
	return perRepository === 0
		? (db.statement(all).pluck().all({ limit }) as string[])
		: (db.statement(within).pluck().all({ limit, perRepository }) as string[]);
}

export function runningOf(db: Db, repositoryId: string): number {
	return db
		.statement("select count(*) from builds where repository_id = ? and status = 'running'")
		.pluck()
		.get(repositoryId) as number;
}

/** How many builds wait before this one, and the first of them. */
export function waitingBefore(db: Db, build: { id: string; priority: number }): number {
	return db
		.statement(
			"select count(*) from builds indexed by builds_waiting where status = 'pending' and (priority, id) < (@priority, @id)",
		)
		.pluck()
		.get({ priority: build.priority, id: build.id }) as number;
}

export function countBuilds(db: Db, status: string): number {
	return db.statement("select count(*) from builds where status = ?").pluck().get(status) as number;
}
