import type { Live } from "./shape.ts";
import type { ActorRow, JournalEntry } from "./store.ts";
import { toJson } from "./stored-error.ts";

/** A whole snapshot is written with every so many entries, so that looking back starts near. */
export const snapshotEvery = 50;

type Context = Readonly<Record<string, unknown>>;

/** One transition, held as references until the commit writes it: snapshots are immutable. */
export interface Draft {
	readonly live: Live;
	readonly sequence: number;
	readonly event: { readonly type: string };
	readonly source: string | null;
	readonly before: Context | undefined;
	readonly after: unknown;
	readonly withSnapshot: boolean;
}

/** @param row of the snapshot that the transition led to, where it is the one that is stored: nothing is written as JSON twice */
export function entryOf(
	draft: Draft,
	row: ActorRow | undefined,
	{ id, turn, at }: Pick<JournalEntry, "id" | "turn" | "at">,
): JournalEntry {
	const { live, after } = draft;
	const { type, ...payload } = draft.event;
	return {
		id,
		turn,
		address: live.address,
		kind: live.shape.kind,
		sequence: draft.sequence,
		event: type,
		payload: isEmpty(payload) ? null : type.startsWith("xstate.error.") ? toJson(payload) : JSON.stringify(payload),
		source: draft.source,
		state: row?.state ?? JSON.stringify(live.shape.state(after)),
		patch: patchJson(draft.before, live.shape.context(after)),
		snapshot: draft.withSnapshot ? (row?.snapshot ?? JSON.stringify(live.shape.persist(after))) : null,
		at,
	};
}

/** Context members that differ by identity: contexts are only ever replaced, never changed in place. */
function patchJson(before: Context | undefined, after: Context): string | null {
	if (before === after) return null;
	const set: Record<string, unknown> = {};
	const unset: string[] = [];
	for (const key of Object.keys(after)) if (!before || before[key] !== after[key]) set[key] = after[key];
	if (before) for (const key of Object.keys(before)) if (!(key in after)) unset.push(key);
	if (unset.length > 0) return JSON.stringify({ set, unset });
	return isEmpty(set) ? null : JSON.stringify({ set });
}

/** A context with what an entry changed of it. */
export function patched(context: Context, patch: string | null): Context {
	if (patch === null) return context;
	const { set = {}, unset = [] } = JSON.parse(patch) as { set?: Context; unset?: readonly string[] };
	const kept = Object.entries(context).filter(([name]) => !unset.includes(name));
	return { ...Object.fromEntries(kept), ...set };
}

function isEmpty(record: object): boolean {
	for (const _ in record) return false;
	return true;
}
