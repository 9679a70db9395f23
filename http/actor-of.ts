import type { Ci } from "#actors/ci.ts";
import { type ActorRecord, actorNames, contextOf } from "#db/queries/actors.ts";
import { instantOf, oldestEntry } from "#db/queries/journal.ts";
import type { JournalEntry as Entry } from "#runtime/index.ts";
import { isoTime, parsed } from "./as-json.ts";
import type { Actor, ActorDetail, JournalEntry, Transition } from "./contract/actors.ts";
import { HttpError } from "./http-error.ts";

/** An actor's row as the API has it. */
export function actorOf(row: ActorRecord, names: ReadonlyMap<string, string>): Actor {
	return {
		address: row.address,
		parent: row.address === "" ? null : row.parent,
		kind: row.kind,
		name: names.get(row.address) ?? null,
		version: row.version,
		status: row.status,
		state: parsed(row.state),
		sequence: row.sequence,
		error: withoutStack(parsed(row.error)),
		started_at: isoTime(row.createdAt),
		updated_at: isoTime(row.updatedAt),
	};
}

/** An actor with what it holds and what can happen to it: now, or after a journal entry. */
export function actorDetailOf(ci: Ci, row: ActorRecord, at?: number): ActorDetail {
	const { db } = ci.outside;
	const oldest = oldestEntry(db, row.address)?.id ?? null;
	const its = {
		...actorOf(row, actorNames(db, [row.address])),
		oldest_entry: oldest,
		supervision: supervisionOf(ci, row.address),
	};
	if (at !== undefined) return { ...its, ...asThen(ci, row, at) };
	const deadlines = (parsed(row.deadlines) ?? []) as [string, { at: number; event: { type: string } }][];
	return {
		...its,
		context: contextOf(row),
		context_unknown: null,
		deadlines: deadlines.map(([, deadline]) => ({ event: deadline.event.type, at: isoTime(deadline.at) })),
		transitions: (ci.kernel.explain(row.address) ?? []) as Transition[],
		transitions_unknown: null,
		instant: null,
		changes: null,
	};
}

function supervisionOf({ kernel }: Ci, address: string): ActorDetail["supervision"] {
	const its = kernel.supervision(address);
	if (!its) return null;
	return {
		strategy: its.strategy,
		intensity: its.intensity,
		period_ms: its.periodMs,
		children: its.children.map(({ id, restart, shutdownMs }) => ({ id, restart, shutdown_ms: shutdownMs })),
	};
}

/** @throws HttpError 404 before it began, 410 where retention removed that part of its journal */
function asThen({ kernel, outside }: Ci, { address, kind }: ActorRecord, at: number) {
	const instant = instantOf(outside.db, address, at);
	if (!instant) throw noInstant(oldestEntry(outside.db, address), at);
	const { entry, next, context, before } = instant;
	const state = parsed(entry.state);
	const came = next && { ...(parsed(next.payload) as object | null), type: next.event };
	const then = context && kernel.explainThen(kind, { value: state, context, next: came });
	const known = typeof then === "object" ? then : undefined;
	return {
		state,
		status: known?.isOver ? ("done" as const) : ("active" as const),
		sequence: entry.sequence,
		error: null,
		updated_at: isoTime(entry.at),
		context: context ?? null,
		context_unknown: context ? null : "Retention removed the part of its journal that its context was built from.",
		deadlines: [],
		transitions: (known?.ways ?? []) as Transition[],
		transitions_unknown: unknownWays(context !== undefined, then === "unknown", kind),
		instant: entryOf(entry),
		changes: before ? changesOf(entry, before) : null,
	};
}

function changesOf({ patch }: Entry, before: Readonly<Record<string, unknown>>) {
	const { set = {}, unset = [] } = (parsed(patch) ?? {}) as {
		set?: Record<string, unknown>;
		unset?: readonly string[];
	};
	return [...Object.keys(set), ...unset].map((name) => ({ name, before: before[name], after: set[name] }));
}

function unknownWays(hasContext: boolean, isStateUnknown: boolean, kind: string): string | null {
	if (!hasContext) return "Without its context nobody can say what was possible.";
	return isStateUnknown ? `The machine ${kind} of today has no such state: nobody can say what was possible.` : null;
}

function noInstant(oldest: Entry | undefined, at: number): HttpError {
	if (!oldest) return new HttpError(410, "gone", "Retention removed the whole journal of this actor.");
	return oldest.sequence === 1
		? new HttpError(404, "not_found", `At entry ${at} this actor was not there yet: it began with entry ${oldest.id}.`)
		: new HttpError(410, "gone", `Retention removed what happened to this actor before entry ${oldest.id}.`);
}

export function entryOf(entry: Entry): JournalEntry {
	const { payload, state, patch, at, snapshot: _snapshot, ...same } = entry;
	return { ...same, payload: parsed(payload), state: parsed(state), patch: parsed(patch), at: isoTime(at) };
}

/** A stack tells of the server's insides; the row keeps it for whoever has the database. */
function withoutStack(error: unknown): unknown {
	if (typeof error !== "object" || error === null) return error;
	const { stack: _stack, cause: _cause, ...rest } = error as Record<string, unknown>;
	return rest;
}
