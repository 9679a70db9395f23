import { createComputed, createMemo, createSignal } from "solid-js";

/**
 * Newest first, rows that came while somebody reads wait until they are asked for: nothing moves under a hand or an
 * eye. While nobody reads they are shown at once.
 * @param rows by descending id
 */
export function useNewer<T extends { readonly id: string }>(
	rows: () => readonly T[],
	isReading: () => boolean,
): { readonly shown: () => readonly T[]; readonly waiting: () => number; readonly show: () => void } {
	const [newest, setNewest] = createSignal(rows()[0]?.id ?? "");
	const show = () => setNewest(rows()[0]?.id ?? "");
	createComputed(() => {
		// Tracked: whenever there are others.
		const first = rows()[0]?.id;
		if (first !== undefined && !isReading()) setNewest(first);
	});
	const shown = createMemo(() => {
		const known = rows().filter(({ id }) => id <= newest());
		// Nothing of what was known is left: another list.
		return known.length > 0 ? known : rows();
	});
	return { shown, waiting: () => rows().length - shown().length, show };
}
