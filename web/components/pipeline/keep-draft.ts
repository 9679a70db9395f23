import { createEffect, createSignal, onMount } from "solid-js";
import { isServer } from "solid-js/web";
import { type KeptDraft, keep, readKept } from "../../lib/kept-draft.ts";
import type { Draft } from "./draft.ts";

/**
 * What is not saved is kept in this tab with every change, so that a login that ended, a reload or a page that failed
 * takes nothing away. Before anything was decided of what an earlier page kept, it is not thrown away either.
 */
export function keepDraft(repository: string, draft: Draft) {
	const [offered, setOffered] = createSignal<KeptDraft>();
	const [kept, setKept] = createSignal(true);
	if (isServer) return { offered, kept, goOn: () => undefined, drop: () => undefined, forget: () => undefined };
	let undecided = newIn(readKept(sessionStorage, repository), draft);
	// The server knew nothing of it: not before the page is alive.
	onMount(() => setOffered(undecided));
	createEffect(() => {
		const [text, format, name, from] = [draft.text(), draft.format(), draft.name(), draft.from()];
		const mine = draft.dirty() ? { text, format, name, from, at: Date.now() } : undecided;
		setKept(keep(sessionStorage, repository, mine));
	});
	const decide = () => {
		undecided = undefined;
		setOffered(undefined);
	};
	const forget = () => void keep(sessionStorage, repository, undefined);
	return {
		/** What an earlier page kept, until somebody decides. */
		offered,
		/** Whether the text could be kept. */
		kept,
		goOn: (its: KeptDraft) => {
			decide();
			draft.goOn(its);
		},
		drop: () => {
			decide();
			if (!draft.dirty()) forget();
		},
		forget,
	};
}

/** What is stored by now needs no offer. */
function newIn(kept: KeptDraft | undefined, draft: Draft): KeptDraft | undefined {
	const its = draft.stored();
	const same = kept && its && kept.text === its.config_content && kept.format === its.config_format;
	return same ? undefined : kept;
}
