import type { Db } from "../open.ts";

/** Ids of the first builds that wait for a slot: by priority, oldest first. */
export function waitingBuilds(db: Db, limit: number): string[] {
	return db
		.statement("select id from builds where status = 'pending' order by priority, id limit ?")
		.pluck()
		.all(limit) as string[];
}

/** How many builds wait before this one, and the first of them. */
export function waitingBefore(db: Db, build: { id: string; priority: number }): number {
	return db
		.statement(
			"select count(*) from builds where status = 'pending' and (priority < @priority or (priority = @priority and id < @id))",
		)
		.pluck()
		.get({ priority: build.priority, id: build.id }) as number;
}

export function countBuilds(db: Db, status: string): number {
	return db.statement("select count(*) from builds where status = ?").pluck().get(status) as number;
}
