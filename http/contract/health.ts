import { z } from "zod";
import { healthStatuses } from "#db/vocabulary.ts";

export const health = z.object({
	status: z.enum(healthStatuses),
	/** Why it is not `ok`. */
	reason: z.string().nullable(),
	uptime_secs: z.number(),
	database: z.enum(["connected", "unavailable"]),
	workers: z.object({ active: z.number().int(), max: z.number().int() }),
	/** Deliveries waiting to be decided. */
	queue: z.object({ pending: z.number().int(), capacity: z.number().int() }),
	version: z.string(),
	/** Everything is simulated, and nothing is kept. */
	demo_mode: z.boolean(),
});
export type Health = z.infer<typeof health>;

export const version = z.object({ name: z.literal("oored"), version: z.string(), api_version: z.string() });
export type Version = z.infer<typeof version>;
