import { z } from "zod";
import { streams } from "#db/vocabulary.ts";
import { lineTime } from "./logs.ts";

export const eventsQuery = z.object({
	/** Journal id to go on after; `Last-Event-ID` goes before. Without either, only what happens from now on. */
	after: z.coerce.number().int().min(0).optional(),
});

/** A log to follow on the same stream: `<build>:<step>:<stream>:<byte to begin at>`; at most 20. */
const followed = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}:-?\d{1,5}:(stdout|stderr):\d{1,15}$/);
export const allEventsQuery = eventsQuery.extend({
	log: z
		.union([followed.transform((one) => [one]), z.array(followed).max(20)])
		.optional()
		.default([]),
});

/** Of a followed log: `event: log`, without an id, and `event: log-end`. */
export const logEvent = z.object({
	build_id: z.string(),
	step: z.number().int(),
	stream: z.enum(streams),
	/** Byte of the log at which the content begins. */
	from: z.number().int(),
	/** Byte behind it. */
	to: z.number().int(),
	content: z.string(),
	/** When its lines came; the first of them may go on one from before. */
	times: z.array(lineTime),
});
export type LogEvent = z.infer<typeof logEvent>;

/** `event:` is the actor's kind, `id:` the journal id. */
export const changeEvent = z.object({
	address: z.string(),
	kind: z.string(),
	event: z.string(),
	state: z.unknown(),
	at: z.iso.datetime(),
});
export type ChangeEvent = z.infer<typeof changeEvent>;
