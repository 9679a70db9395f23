import type { Db } from "../open.ts";
import type { BuildStatus } from "../vocabulary.ts";

export interface RecentBuildRow {
	readonly id: string;
	readonly number: number;
	readonly status: BuildStatus;
	readonly createdAt: number;
	readonly startedAt: number | null;
	readonly finishedAt: number | null;
}

/** A repository's newest builds, oldest first. */
export function recentBuilds(db: Db, repositoryId: string, limit: number): RecentBuildRow[] {
	const rows = db
		.statement(
			`select id, coalesce(number, 0) as number, status, created_at as "createdAt", started_at as "startedAt",
				finished_at as "finishedAt"
			from builds where repository_id = ? order by id desc limit ?`,
		)
		.all(repositoryId, limit) as RecentBuildRow[];
	return rows.reverse();
}
