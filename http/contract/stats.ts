import { z } from "zod";
import { buildStatuses } from "#db/vocabulary.ts";
import { id, time } from "./page.ts";

const counts = z.object({
	success: z.number().int(),
	failure: z.number().int(),
	cancelled: z.number().int(),
	/** Of builds that ran to an end, in ms; null without one. */
	average_ms: z.number().nullable(),
});

/** The last 30 days, in UTC. */
export const stats = z.object({
	days: z.array(counts.extend({ day: z.iso.date() })),
	total: counts,
	running: z.number().int(),
	pending: z.number().int(),
	/** Where builds work. */
	disk: z.object({ free_bytes: z.number(), total_bytes: z.number() }),
});
export type Stats = z.infer<typeof stats>;

export const repositoryStatsQuery = z.object({ limit: z.coerce.number().int().min(1).max(30).default(30) });

/** A repository's newest builds, oldest first. */
export const repositoryStats = z.object({
	id,
	builds: z.array(
		z.object({
			id,
			number: z.number().int(),
			status: z.enum(buildStatuses),
			created_at: time,
			/** How long it ran; null while it does, and where it never did. */
			duration_ms: z.number().nullable(),
		}),
	),
});
export type RepositoryStats = z.infer<typeof repositoryStats>;
