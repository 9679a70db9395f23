import { z } from "zod";
import { actorStatuses } from "#db/vocabulary.ts";
import { time } from "./page.ts";

const node = z.object({
	id: z.string(),
	parent: z.string().nullable(),
	type: z.string(),
	initial: z.boolean(),
	final: z.boolean(),
	description: z.string().nullable(),
	invokes: z.array(z.string()),
});
const edge = z.object({
	source: z.string(),
	target: z.string(),
	event: z.string(),
	guard: z.string().nullable(),
	actions: z.array(z.string()),
	description: z.string().nullable(),
});

/** A machine's definition, drawn from the machine itself. */
export const machine = z.object({
	kind: z.string(),
	version: z.number().int(),
	description: z.string().nullable(),
	nodes: z.array(node),
	edges: z.array(edge),
});
export type Machine = z.infer<typeof machine>;

export const actor = z.object({
	/** Path of ids from the root; the root's is empty. */
	address: z.string(),
	parent: z.string().nullable(),
	kind: z.string(),
	version: z.number().int(),
	status: z.enum(actorStatuses),
	state: z.unknown(),
	sequence: z.number().int(),
	/** Why it crashed; null unless it did. */
	error: z.unknown(),
	started_at: time,
	updated_at: time,
});
export type Actor = z.infer<typeof actor>;

export const transition = z.object({
	event: z.string(),
	target: z.array(z.string()),
	description: z.string().nullable(),
	enabled: z.boolean(),
	/** The guard that decides. */
	guard: z.string().nullable(),
	/** Why the guard says no; null while enabled. */
	reason: z.string().nullable(),
});

export const actorDetail = actor.extend({
	context: z.unknown(),
	/** Timers that are set. */
	deadlines: z.array(z.object({ event: z.string(), at: time })),
	/** What can happen now, and why not the rest; empty for an actor that has ended. */
	transitions: z.array(transition),
});
export type ActorDetail = z.infer<typeof actorDetail>;

export const actorQuery = z.object({
	kind: z.string().max(100).optional(),
	/** State value: its name, or its JSON. */
	state: z.string().max(500).optional(),
	parent: z.string().max(1_000).optional(),
	status: z.enum(actorStatuses).optional(),
	limit: z.coerce.number().int().min(1).max(200).default(50),
	/** Address of the last of the page before. */
	cursor: z.string().max(1_000).optional(),
});

export const journalQuery = z.object({
	limit: z.coerce.number().int().min(1).max(200).default(50),
	/** Entries older than this id, newest first; without it the newest. */
	cursor: z.coerce.number().int().min(1).optional(),
});

export const journalEntry = z.object({
	id: z.number().int(),
	/** The same for everything that one commit wrote. */
	turn: z.number().int(),
	address: z.string(),
	kind: z.string(),
	sequence: z.number().int(),
	event: z.string(),
	payload: z.unknown(),
	/** Who sent it; null for a stimulus from outside. */
	source: z.string().nullable(),
	state: z.unknown(),
	/** What changed in the context. */
	patch: z.unknown(),
	at: time,
});
export type JournalEntry = z.infer<typeof journalEntry>;
