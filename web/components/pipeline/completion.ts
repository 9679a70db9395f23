import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { StoredPipeline } from "#http/contract/pipelines.ts";
import { type KnownKey, keysAt } from "./known-keys.ts";
import { type Place, placeAt } from "./place.ts";

type Format = StoredPipeline["config_format"];

/** Keys, and values where there are only few, by the place in the document. */
export function completeAt(context: CompletionContext, format: Format): CompletionResult | null {
	const { doc } = context.state;
	const line = doc.lineAt(context.pos);
	const place = placeAt((number) => doc.line(number).text, doc.lines, line.number, context.pos - line.from);
	if (!place || (place.typed === "" && !context.explicit)) return null;
	const options = place.behindKey === undefined ? keysHere(place, format) : valuesOf(place, format);
	if (options.length === 0) return null;
	return { from: context.pos - place.typed.length, options, validFor: /^"?[\w-]*$/ };
}

function keysHere(place: Place, format: Format): Completion[] {
	const parent = place.path.at(-2);
	if (place.path.at(-1) === "[]" && parent !== undefined) {
		const list = keysAt(place.path.slice(0, -2)).find(({ key }) => key === parent);
		if (list?.words) return list.words.map((word) => asWord(word, list, format));
	}
	return keysAt(place.path)
		.filter(({ key }) => !place.taken.has(key))
		.map((known) => ({
			label: known.key,
			detail: known.about,
			boost: known.idle ? -50 : 0,
			apply: (view, _completion, from, to) => write(view, from, to, behind(known, place.column, format)),
		}));
}

function valuesOf({ path, behindKey }: Place, format: Format): Completion[] {
	const known = keysAt(path).find(({ key }) => key === behindKey);
	if (known?.is === "flag") return ["true", "false"].map((label) => ({ label }));
	return known?.words?.map((word) => asWord(word, known, format)) ?? [];
}

function asWord(word: string, { about }: KnownKey, format: Format): Completion {
	return format === "huml" ? { label: `"${word}"`, detail: about } : { label: word, detail: about };
}

/** What is typed for a key; `‸` is where the cursor then stands. */
function behind({ key, is }: KnownKey, column: number, format: Format): string {
	const deeper = `\n${" ".repeat(column + 2)}`;
	if (format === "yaml") {
		if (is === "list") return `${key}:${deeper}- ‸`;
		return is === "mapping" ? `${key}:${deeper}‸` : `${key}: ‸`;
	}
	if (is === "list") return `${key}::${deeper}- ‸`;
	if (is === "mapping") return `${key}::${deeper}‸`;
	return is === "text" ? `${key}: "‸"` : `${key}: ‸`;
}

function write(view: EditorView, from: number, to: number, pattern: string): void {
	const line = view.state.doc.lineAt(to);
	// What is there already stays.
	const rest = view.state.sliceDoc(to, line.to);
	const given = /^\s*:/.test(rest) ? pattern.slice(0, pattern.indexOf(":")) : pattern;
	const cursor = given.indexOf("‸");
	view.dispatch({
		changes: { from, to, insert: given.replace("‸", "") },
		selection: { anchor: from + (cursor < 0 ? given.length : cursor) },
		userEvent: "input.complete",
		scrollIntoView: true,
	});
}
