import { encodeTime } from "ulid";
import type { Db } from "../open.ts";

export interface DayRow {
	/** `2026-11-20`, in UTC. */
	readonly day: string;
	readonly status: "success" | "failure" | "cancelled";
	readonly count: number;
	/** Sum of how long they ran, in ms, and how many of them did. */
	readonly ranMs: number;
	readonly ran: number;
}

/** Builds that are over by day and ending. Ids tell the time, so that only those of the time asked for are looked at. */
export function buildsByDay(db: Db, sinceMs: number): DayRow[] {
	return db
		.statement(
			`select date(created_at / 1000, 'unixepoch') as day, status, count(*) as count,
				coalesce(sum(finished_at - started_at), 0) as ranMs, count(started_at) as ran
			from builds where id >= ? and finished_at is not null group by day, status order by day`,
		)
		.all(encodeTime(sinceMs, 10)) as DayRow[];
}
