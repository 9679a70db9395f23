import { createEffect, createMemo, createSignal } from "solid-js";
import type { JournalEntry } from "#http/contract/actors.ts";
import type { Answer } from "../../lib/api.ts";
import { journal, newestEntries } from "../../lib/data.ts";
import { merged, missingBefore, placeOf } from "../../lib/history.ts";
import { useAnswer } from "../../state/answer.ts";

/** Of a page that stays open at now, so many entries are kept. */
const keptWhileLive = 2_000;
const page = newestEntries.limit;

/** What is loaded of an actor's journal: the newest, what is around the instant that is looked at, and what was asked for. */
export function useJournal(address: string, at: () => number | undefined) {
	const newest = useAnswer(() => journal(address, newestEntries));
	const [anchor, setAnchor] = createSignal(at());
	const around = useAnswer(() =>
		journal(address, anchor() === undefined ? newestEntries : { around: anchor(), limit: page }),
	);
	const [asked, setAsked] = createSignal<readonly JournalEntry[]>([]);
	// What was loaded stays, though the newest move on.
	const entries = createMemo<JournalEntry[]>((before) => {
		const all = merged([before, asked(), dataOf(around()), dataOf(newest())]);
		return at() === undefined && asked().length === 0 ? all.slice(-keptWhileLive) : all;
	}, []);
	createEffect(() => {
		const id = at();
		if (id === undefined || entries().length === 0) return;
		const place = placeOf(entries(), id);
		if (place < 0 || (entries()[place]?.id !== id && missingBefore(entries(), place + 1) > 0)) setAnchor(id);
	});
	const load = async (part: { around?: number; cursor?: number }) => {
		const answer = await journal(address, { ...part, limit: page });
		if (answer.ok) setAsked((before) => [...before, ...answer.data]);
	};
	return { newest, entries, load };
}

function dataOf(answer: Answer<JournalEntry[]> | undefined): readonly JournalEntry[] {
	return answer?.ok ? answer.data : [];
}
