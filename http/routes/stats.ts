import { countBuilds } from "#db/queries/queue.ts";
import { buildsByDay, type DayRow } from "#db/queries/stats.ts";
import { patterns } from "../contract/paths.ts";
import { type Stats, stats } from "../contract/stats.ts";
import type { Deps } from "../deps.ts";
import type { App } from "../server.ts";

const dayMs = 86_400_000;
const days = 30;

export function statsRoutes(app: App, { ci }: Deps): void {
	app.get(
		patterns.stats,
		{ schema: { tags: ["builds"], summary: "How builds went, day by day", response: { 200: stats } } },
		async (): Promise<Stats> => {
			const { db, now } = ci.outside;
			const today = Math.floor(now() / dayMs) * dayMs;
			const first = today - (days - 1) * dayMs;
			const rows = buildsByDay(db, first);
			return {
				days: Array.from({ length: days }, (_, i) => {
					const day = new Date(first + i * dayMs).toISOString().slice(0, 10);
					return { day, ...summed(rows.filter((row) => row.day === day)) };
				}),
				total: summed(rows),
				running: countBuilds(db, "running"),
				pending: countBuilds(db, "pending"),
			};
		},
	);
}

function summed(rows: readonly DayRow[]): Stats["total"] {
	const count = (status: DayRow["status"]) =>
		rows.filter((row) => row.status === status).reduce((sum, row) => sum + row.count, 0);
	// A build that was cancelled says nothing of how long one takes.
	const ended = rows.filter(({ status }) => status !== "cancelled");
	const ran = ended.reduce((sum, row) => sum + row.ran, 0);
	const ranMs = ended.reduce((sum, row) => sum + row.ranMs, 0);
	return {
		success: count("success"),
		failure: count("failure"),
		cancelled: count("cancelled"),
		average_ms: ran === 0 ? null : Math.round(ranMs / ran),
	};
}
