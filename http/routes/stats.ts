import { statfs } from "node:fs/promises";
import { z } from "zod";
import { countBuilds } from "#db/queries/queue.ts";
import { type RecentBuildRow, recentBuilds } from "#db/queries/recent-builds.ts";
import { repositoriesOf } from "#db/queries/repositories.ts";
import { buildsByDay, type DayRow } from "#db/queries/stats.ts";
import { isoTime } from "../as-json.ts";
import { patterns } from "../contract/paths.ts";
import { type RepositoryStats, repositoryStats, repositoryStatsQuery, type Stats, stats } from "../contract/stats.ts";
import type { Deps } from "../deps.ts";
import type { App } from "../server.ts";

const dayMs = 86_400_000;
const days = 30;

export function statsRoutes(app: App, { ci }: Deps): void {
	app.get(
		patterns.stats,
		{ schema: { tags: ["builds"], summary: "How builds went, day by day", response: { 200: stats } } },
		async (): Promise<Stats> => {
			const { db, now, folders } = ci.outside;
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
				disk: await diskOf(folders.workspaces),
			};
		},
	);
	app.get(
		patterns.repositoryStats,
		{
			schema: {
				tags: ["builds"],
				summary: "How the newest builds of every repository went",
				querystring: repositoryStatsQuery,
				response: { 200: z.array(repositoryStats) },
			},
		},
		async ({ query }): Promise<RepositoryStats[]> => {
			const { db } = ci.outside;
			return repositoriesOf(db).map(({ id }) => ({ id, builds: recentBuilds(db, id, query.limit).map(inShort) }));
		},
	);
}

function inShort({ id, number, status, createdAt, startedAt, finishedAt }: RecentBuildRow) {
	const ran = startedAt !== null && finishedAt !== null;
	return { id, number, status, created_at: isoTime(createdAt), duration_ms: ran ? finishedAt - startedAt : null };
}

async function diskOf(folder: string): Promise<Stats["disk"]> {
	const { bavail, blocks, bsize } = await statfs(folder);
	return { free_bytes: bavail * bsize, total_bytes: blocks * bsize };
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
