import { z } from "zod";

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
});
export type Stats = z.infer<typeof stats>;
