import { z } from "zod";

export const eventsQuery = z.object({
	/** Journal id to go on after; `Last-Event-ID` goes before. Without either, only what happens from now on. */
	after: z.coerce.number().int().min(0).optional(),
});

/** `event:` is the actor's kind, `id:` the journal id. */
export const changeEvent = z.object({
	address: z.string(),
	kind: z.string(),
	event: z.string(),
	state: z.unknown(),
	at: z.iso.datetime(),
});
export type ChangeEvent = z.infer<typeof changeEvent>;
