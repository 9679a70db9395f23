import type { Span } from "./ansi.ts";

/** Spans with what was searched for marked, small and capital letters of ASCII alike; a match may go over several. */
export function highlight(spans: readonly Span[], wanted: string): readonly Span[] {
	if (wanted === "") return spans;
	const low = asciiLow(spans.map(({ text }) => text).join(""));
	const matches: number[] = [];
	for (let at = low.indexOf(asciiLow(wanted)); at >= 0; at = low.indexOf(asciiLow(wanted), at + wanted.length))
		matches.push(at);
	if (matches.length === 0) return spans;
	const cuts = [...new Set(matches.flatMap((at) => [at, at + wanted.length]))];
	const isFound = (place: number) => matches.some((at) => place >= at && place < at + wanted.length);
	let begin = 0;
	return spans.flatMap((span) => {
		const start = begin;
		begin += span.text.length;
		const places = [start, ...cuts.filter((cut) => cut > start && cut < begin), begin];
		return places.slice(0, -1).map((from, n) => ({
			...span,
			text: span.text.slice(from - start, (places[n + 1] as number) - start),
			look: isFound(from) ? `${span.look} found` : span.look,
		}));
	});
}

function asciiLow(text: string): string {
	return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
