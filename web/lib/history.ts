import type { JournalEntry } from "#http/contract/actors.ts";
import { activeStates } from "./chart-state.ts";

interface Patch {
	readonly set?: Readonly<Record<string, unknown>>;
	readonly unset?: readonly string[];
}

/** Names of what an entry changed. */
export function changedBy(entry: Pick<JournalEntry, "patch">): string[] {
	const { set = {}, unset = [] } = (entry.patch ?? {}) as Patch;
	return [...Object.keys(set), ...unset];
}

/** Parts of one actor's journal as one: each entry once, oldest first. */
export function merged(parts: readonly (readonly JournalEntry[])[]): JournalEntry[] {
	const byId = new Map(parts.flat().map((entry) => [entry.id, entry]));
	return [...byId.values()].sort((a, b) => a.id - b.id);
}

/** How many entries are not there before this one, of those in the list; 0 for the first. */
export function missingBefore(entries: readonly JournalEntry[], index: number): number {
	const [before, entry] = [entries[index - 1], entries[index]];
	// Who was begun anew counts from 1 again.
	return before && entry ? Math.max(0, entry.sequence - before.sequence - 1) : 0;
}

/** The place of an instant: of the last entry at or before it; the newest for now, -1 when none is that old. */
export function placeOf(entries: readonly JournalEntry[], at: number | undefined): number {
	return at === undefined ? entries.length - 1 : entries.findLastIndex(({ id }) => id <= at);
}

/** The place one turn away: after the last entry of the turn before, or of the next. */
export function turnFrom(entries: readonly JournalEntry[], place: number, by: 1 | -1): number {
	const turn = entries[place]?.turn;
	const other =
		by < 0
			? entries.findLast((entry, index) => index < place && entry.turn !== turn)?.turn
			: entries.find((entry, index) => index > place && entry.turn !== turn)?.turn;
	return other === undefined ? place : entries.findLastIndex((entry) => entry.turn === other);
}

const failing = new Set(["failure", "failed", "error"]);

/** Whether something went wrong with an entry: a child or effect failed, or the state that it led to says so. */
export function isFailure(entries: readonly JournalEntry[], index: number): boolean {
	const entry = entries[index];
	if (!entry) return false;
	if (/^xstate\.error\.|^supervisor\.gaveUp$/.test(entry.event)) return true;
	const failed = (each: JournalEntry | undefined) => activeStates(each?.state).some((state) => failing.has(state));
	return failed(entry) && knowsBefore(entries, index) && !failed(entries[index - 1]);
}

/** The next failure after a place, from the beginning again past the last; -1 when there is none. */
export function nextFailure(entries: readonly JournalEntry[], place: number): number {
	const failures = entries.flatMap((_, index) => (isFailure(entries, index) ? [index] : []));
	return failures.find((index) => index > place) ?? failures[0] ?? -1;
}

/** Every state that an actor has been in, as its chart names them. */
export function visitedStates(entries: readonly JournalEntry[]): ReadonlySet<string> {
	return new Set(entries.flatMap(({ state }) => activeStates(state)));
}

/** The last entry up to a place with which a state was entered, from another one; undefined when none is known. */
export function entryInto(entries: readonly JournalEntry[], place: number, state: string): JournalEntry | undefined {
	const isIn = (index: number) => activeStates(entries[index]?.state).includes(state);
	for (let index = place; index >= 0; index--)
		if (isIn(index) && !isIn(index - 1)) return knowsBefore(entries, index) ? entries[index] : undefined;
	return undefined;
}

/** Whether the entry before this one is there, or there never was one. */
function knowsBefore(entries: readonly JournalEntry[], index: number): boolean {
	return index === 0 ? entries[0]?.sequence === 1 : missingBefore(entries, index) === 0;
}
