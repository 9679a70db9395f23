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
	/** What people call what it stands for: `release #12`, a repository's name; null where that is the address. */
	name: z.string().nullable(),
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

/** A guard or a part of one; its own parts come after it, one deeper. */
const check = z.object({
	words: z.string(),
	/** Null where it depends on what the event brings. */
	holds: z.boolean().nullable(),
	reason: z.string().nullable(),
	depth: z.number().int(),
});

const transition = z.object({
	event: z.string(),
	target: z.array(z.string()),
	description: z.string().nullable(),
	/** Whether it is taken when the event comes. */
	enabled: z.boolean(),
	/** `shadowed`: another one of the same event is taken before it. `depends`: on what the event brings. */
	verdict: z.enum(["possible", "blocked", "depends", "shadowed"]),
	/** The guard that decides, in words. */
	guard: z.string().nullable(),
	/** Why it is not taken; null while enabled. */
	reason: z.string().nullable(),
	/** The guard, part by part. */
	checks: z.array(check),
	/** Of an instant of the past: it is what happened next. */
	taken: z.boolean(),
});
export type Transition = z.infer<typeof transition>;

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

/** By which rules a supervisor starts its children again. */
const supervision = z.object({
	/** Null where it has many children of one kind: each is restarted, and counted, alone. */
	strategy: z.enum(["one_for_one", "one_for_all", "rest_for_one"]).nullable(),
	/** Restarts inside one period; one more is too many. */
	intensity: z.number().int(),
	period_ms: z.number().int(),
	/** Without an id: each child of that kind. */
	children: z.array(
		z.object({
			id: z.string().nullable(),
			restart: z.enum(["permanent", "transient", "temporary"]),
			/** How long its effects may take to stop. */
			shutdown_ms: z.number().int(),
		}),
	),
});
export type Supervision = z.infer<typeof supervision>;

export const actorDetail = actor.extend({
	/** Null for an actor that is no supervisor. */
	supervision: supervision.nullable(),
	context: z.unknown(),
	/** Why the context of an instant is not known; null when it is. */
	context_unknown: z.string().nullable(),
	/** Timers that are set; of the past nobody knows. */
	deadlines: z.array(z.object({ event: z.string(), at: time })),
	/** What can happen, and why not the rest; empty for an actor that has ended, and for a supervisor. */
	transitions: z.array(transition),
	/** Why what was possible at an instant is not known; null when it is. */
	transitions_unknown: z.string().nullable(),
	/** Of an instant of the past: the entry after which it was so. Null for now. */
	instant: journalEntry.nullable(),
	/** What that entry changed in the context, with what was there before; null where that is not known. */
	changes: z.array(z.object({ name: z.string(), before: z.unknown(), after: z.unknown() })).nullable(),
	/** Id of the oldest entry of its journal that is kept; null where none is. */
	oldest_entry: z.number().int().nullable(),
});
export type ActorDetail = z.infer<typeof actorDetail>;

/** How many actors of each status. */
export const actorCounts = z.object({
	active: z.number().int(),
	done: z.number().int(),
	stopped: z.number().int(),
	crashed: z.number().int(),
});
export type ActorCounts = z.infer<typeof actorCounts>;

/** What happened to an actor and those below it, to be looked at elsewhere. */
export const journalSlice = z.object({
	actor,
	/** Null for a supervisor. */
	machine: machine.nullable(),
	/** False where retention, or the limit of a slice, left out older entries. */
	complete: z.boolean(),
	/** Oldest first. */
	entries: z.array(journalEntry),
});

const seconds = z.coerce.number().int().min(0).max(1_000_000_000).optional();
export const actorFilter = z.object({
	kind: z.string().max(100).optional(),
	/** State value: its name, or its JSON. */
	state: z.string().max(500).optional(),
	/** Directly below this address. */
	parent: z.string().max(1_000).optional(),
	/** Anywhere below this address. */
	below: z.string().max(1_000).optional(),
	status: z.enum(actorStatuses).optional(),
	/** Something happened to it in the last so many seconds. */
	changed_within: seconds,
	/** Nothing happened to it for so many seconds. */
	unchanged_for: seconds,
	/** Begun so many seconds ago, or earlier. */
	older_than: seconds,
});

export const actorQuery = actorFilter.extend({
	order: z.enum(["asc", "desc"]).default("asc"),
	limit: z.coerce.number().int().min(1).max(200).default(50),
	/** Address of the last of the page before. */
	cursor: z.string().max(1_000).optional(),
});

const entryId = z.coerce.number().int().min(1).optional();
/** Of an actor and of its journal. */
export const actorPathQuery = z.object({
	/** Of the actor: as it was after this journal entry, its own or another's. */
	at: entryId,
	/** Of the journal. */
	limit: z.coerce.number().int().min(1).max(200).default(50),
	/** Of the journal: entries older than this id, newest first; without it the newest. */
	cursor: entryId,
	/** Of the journal: this id and what is next to it. */
	around: entryId,
});
