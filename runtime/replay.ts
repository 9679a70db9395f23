import type { AnyMachineSnapshot } from "xstate";
import type { Durable } from "./durable.ts";
import { knows } from "./explain.ts";
import { patched } from "./journal.ts";
import type { JournalEntry, Write } from "./store.ts";

/**
 * The rows that projections wrote, told again from the journal: no machine moves and nothing is run. By the projections
 * of today; a state that today's machine does not know writes nothing.
 * @param entries oldest first, of each actor from its first one on
 */
export function replay(machines: readonly Durable[], entries: readonly JournalEntry[]): Write[] {
	const contexts = new Map<string, Readonly<Record<string, unknown>>>();
	const writes: Write[] = [];
	for (const turn of turnsOf(entries)) {
		const last = new Map<string, JournalEntry>();
		for (const entry of turn) {
			contexts.set(entry.address, patched(contexts.get(entry.address) ?? {}, entry.patch));
			last.set(entry.address, entry);
		}
		const written = [...last.values()].flatMap((entry) => {
			const isNew = turn.some(({ address, sequence }) => address === entry.address && sequence === 1);
			return rowsOf(machines, entry, contexts.get(entry.address) ?? {}, isNew);
		});
		// As in a commit: a row is put before it is patched.
		writes.push(...written.filter((write) => "put" in write), ...written.filter((write) => "patch" in write));
	}
	return writes;
}

function rowsOf(
	machines: readonly Durable[],
	{ kind, address, state, at }: JournalEntry,
	context: Readonly<Record<string, unknown>>,
	isNew: boolean,
): readonly Write[] {
	const logic = machines.find(({ shape }) => shape.kind === kind);
	if (!logic?.shape.project) return [];
	const value = JSON.parse(state) as string;
	if (!knows(logic.machine.root, value)) return [];
	const snapshot = logic.machine.resolveState({ value, context } as never) as AnyMachineSnapshot;
	return logic.shape.project(snapshot, { address, at, isNew });
}

function turnsOf(entries: readonly JournalEntry[]): JournalEntry[][] {
	const turns = new Map<number, JournalEntry[]>();
	for (const entry of entries) {
		const turn = turns.get(entry.turn);
		if (turn) turn.push(entry);
		else turns.set(entry.turn, [entry]);
	}
	return [...turns.values()];
}
