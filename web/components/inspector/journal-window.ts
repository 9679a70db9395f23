import { createEffect, createMemo, createSignal } from "solid-js";
import type { JournalEntry } from "#http/contract/actors.ts";
import type { Answer } from "../../lib/api.ts";
import { journal, newestEntries } from "../../lib/data.ts";
import { merged, missingBefore, placeOf } from "../../lib/history.ts";
import { useAnswer } from "../../state/answer.ts";

/** So many entries are kept, those furthest from what is looked at go first. */
const mostKept = 4_000;
const page = newestEntries.limit;

/** What is loaded of an actor's journal: the newest, what is around the instant that is looked at, and what was asked for. */
export function useJournal(address: string, at: () => number | undefined) {
	const newest = useAnswer(() => journal(address, newestEntries));
	const [anchor, setAnchor] = createSignal(at());
	const aroundQuery = () => (anchor() === undefined ? newestEntries : { around: anchor(), limit: page });
	const around = useAnswer(() => journal(address, aroundQuery()));
	const [asked, setAsked] = createSignal<readonly JournalEntry[]>([]);
	// What was loaded stays, though the newest move on.
	const entries = createMemo<JournalEntry[]>((before) => {
		const all = merged([before, asked(), dataOf(around()), dataOf(newest())]);
		const place = placeOf(all, at());
		const end = Math.min(all.length, Math.max(place, 0) + mostKept / 2);
		return all.slice(Math.max(0, end - mostKept), end);
	}, []);
	createEffect(() => {
		const id = at();
		if (id === undefined || entries().length === 0) return;
		const place = placeOf(entries(), id);
		if (place < 0 || (entries()[place]?.id !== id && missingBefore(entries(), place + 1) > 0)) setAnchor(id);
	});
	const load = async (part: { around?: number; cursor?: number }) => {
		const answer = await journal(address, { ...part, limit: page });
		if (answer.ok) setAsked(answer.data);
	};
	const aroundKey = () => journal.keyFor(address, aroundQuery());
	return { newest, entries, load, aroundKey };
}

function dataOf(answer: Answer<JournalEntry[]> | undefined): readonly JournalEntry[] {
	return answer?.ok ? answer.data : [];
}
