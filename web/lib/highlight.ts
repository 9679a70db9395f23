import type { Span } from "./ansi.ts";

/** Spans with what was searched for marked, small and capital letters of ASCII alike; a match may go over several. */
export function highlight(spans: readonly Span[], wanted: string): readonly Span[] {
	if (wanted === "") return spans;
	const low = asciiLow(spans.map(({ text }) => text).join(""));
	const sought = asciiLow(wanted);
	let begin = 0;
	/** Of the match that ends next: behind what was cut so far, or around it. */
	let match = low.indexOf(sought);
	return spans.flatMap((span) => {
		const end = begin + span.text.length;
		const cut: Span[] = [];
		for (let from = begin; from < end; ) {
			const isFound = match >= 0 && match <= from;
			const to = Math.min(end, match < 0 ? end : isFound ? match + sought.length : match);
			const text = span.text.slice(from - begin, to - begin);
			cut.push(isFound ? { ...span, text, look: `${span.look} found` } : { ...span, text });
			if (isFound && to === match + sought.length) match = low.indexOf(sought, to);
			from = to;
		}
		begin = end;
		return cut;
	});
}

function asciiLow(text: string): string {
	return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
