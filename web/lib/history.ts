import type { JournalEntry } from "#http/contract/actors.ts";

interface Patch {
	readonly set?: Readonly<Record<string, unknown>>;
	readonly unset?: readonly string[];
}

/**
 * What an actor's context was after an entry, from what each entry up to it changed. Nothing is run again: a guard may
 * be another one today. Undefined where retention has removed the beginning.
 * @param entries oldest first
 */
export function contextAt(entries: readonly JournalEntry[], id: number): Record<string, unknown> | undefined {
	if (entries[0]?.sequence !== 1) return undefined;
	const context: Record<string, unknown> = {};
	for (const entry of entries) {
		if (entry.id > id) break;
		const { set = {}, unset = [] } = (entry.patch ?? {}) as Patch;
		Object.assign(context, set);
		for (const name of unset) delete context[name];
	}
	return context;
}

/** Names of what an entry changed. */
export function changedBy(entry: JournalEntry): string[] {
	const { set = {}, unset = [] } = (entry.patch ?? {}) as Patch;
	return [...Object.keys(set), ...unset];
}
