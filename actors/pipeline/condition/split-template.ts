import { longestExpression } from "./expression.ts";

/** One stretch of a text: as it is, or what stood between `${{` and `}}`. */
export type TemplatePart =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "expression"; readonly source: string }
	/** A `${{` that nothing closes, with everything after it. */
	| { readonly kind: "unclosed"; readonly text: string };

const opening = "${{";
const closing = "}}";

export function* splitTemplate(text: string): Generator<TemplatePart> {
	let at = 0;
	while (at < text.length) {
		const open = text.indexOf(opening, at);
		if (open !== at) yield { kind: "text", text: text.slice(at, open < 0 ? undefined : open) };
		if (open < 0) return;
		const start = open + opening.length;
		const end = endOutsideOfQuotes(text, start) ?? text.indexOf(closing, start);
		if (end < 0) {
			yield { kind: "unclosed", text: text.slice(open) };
			return;
		}
		yield { kind: "expression", source: text.slice(start, end) };
		at = end + closing.length;
	}
}

/** None when a quote is left open: the next `}}` counts then, so that the fault is reported in this expression. */
function endOutsideOfQuotes(text: string, start: number): number | undefined {
	let quote: string | undefined;
	for (let at = start; at < text.length && at - start <= longestExpression; at++) {
		const character = text.charAt(at);
		if (quote !== undefined) {
			if (character === "\n") return undefined;
			if (character === "\\") at++;
			else if (character === quote) quote = undefined;
		} else if (character === '"' || character === "'") quote = character;
		else if (text.startsWith(closing, at)) return at;
	}
	return undefined;
}
