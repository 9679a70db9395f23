import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import {
	defaultKeymap,
	history,
	historyKeymap,
	indentWithTab,
	invertedEffects,
	isolateHistory,
} from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
	bracketMatching,
	ensureSyntaxTree,
	foldGutter,
	foldKeymap,
	indentService,
	indentUnit,
} from "@codemirror/language";
import { linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import {
	drawSelection,
	dropCursor,
	EditorView,
	highlightActiveLine,
	highlightActiveLineGutter,
	highlightSpecialChars,
	keymap,
	lineNumbers,
	type ViewUpdate,
} from "@codemirror/view";
import type { StoredPipeline, Validation } from "#http/contract/pipelines.ts";
import { codeTheme } from "./code-theme.ts";
import { completeAt } from "./completion.ts";
import { diagnosticsOf, offsetOf } from "./diagnostics.ts";
import { huml } from "./huml-mode.ts";
import { indentBelow } from "./place.ts";

type Format = StoredPipeline["config_format"];

export interface EditorOptions {
	readonly parent: HTMLElement;
	readonly text: string;
	readonly format: Format;
	/** What the server says of a text; undefined where it could not be asked. */
	readonly check: (text: string) => Promise<Validation | undefined>;
	readonly onChange: (text: string, format: Format) => void;
}

/** All that the page knows of CodeMirror. */
export interface Editor {
	/** Replace the text as one change that can be undone. */
	show(text: string, format: Format): void;
	/** Nobody may type, but what is shown may still change. */
	lock(locked: boolean): void;
	goTo(line: number, column: number): void;
	focus(): void;
	/** Whether there is something that another language would not get. */
	hasComments(): boolean;
	close(): void;
}

const lintDelayMs = 250;
/** Part of the history: undo brings a text back in its own language. */
const setFormat = StateEffect.define<Format>();
const formatNow = StateField.define<Format>({
	create: () => "yaml",
	update: (format, { effects }) => effects.findLast((effect) => effect.is(setFormat))?.value ?? format,
});
/** Long enough for any text that somebody wrote. */
const parseMs = 500;

export function openEditor({ parent, text, format, check, onChange }: EditorOptions): Editor {
	const lock = new Compartment();
	const view = new EditorView({
		parent,
		state: EditorState.create({
			doc: text,
			extensions: [
				surroundings,
				formats(format),
				lock.of([]),
				linter(async ({ state: { doc } }) => diagnosticsOf(doc, await check(doc.toString())), {
					delay: lintDelayMs,
					needsRefresh: changesFormat,
				}),
				EditorView.updateListener.of((update) => {
					const { doc } = update.state;
					if (update.docChanged || changesFormat(update)) onChange(doc.toString(), update.state.field(formatNow));
				}),
			],
		}),
	});
	return {
		show(next, nextFormat) {
			const { doc } = view.state;
			const changed = doc.toString() !== next;
			const turned = view.state.field(formatNow) !== nextFormat;
			if (!changed && !turned) return;
			view.dispatch({
				...(changed && { changes: { from: 0, to: doc.length, insert: next }, selection: { anchor: 0 } }),
				...(turned && { effects: setFormat.of(nextFormat) }),
				annotations: isolateHistory.of("full"),
			});
		},
		lock: (locked) => view.dispatch({ effects: lock.reconfigure(EditorState.readOnly.of(locked)) }),
		goTo(line, column) {
			const anchor = offsetOf(view.state.doc, line, column);
			view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
			view.focus();
		},
		focus: () => view.focus(),
		hasComments: () => hasComments(view.state),
		close: () => view.destroy(),
	};
}

function changesFormat({ startState, state }: ViewUpdate): boolean {
	return startState.field(formatNow) !== state.field(formatNow);
}

/** The language follows the format, whoever sets it. */
function formats(first: Format): Extension {
	const language = new Compartment();
	return [
		formatNow.init(() => first),
		language.of(languageOf(first)),
		EditorState.transactionExtender.of(({ effects }) => {
			const format = effects.findLast((effect) => effect.is(setFormat));
			return format ? { effects: language.reconfigure(languageOf(format.value)) } : null;
		}),
		invertedEffects.of(({ effects, startState }) =>
			effects.some((effect) => effect.is(setFormat)) ? [setFormat.of(startState.field(formatNow))] : [],
		),
	];
}

const surroundings: Extension = [
	lineNumbers(),
	highlightActiveLineGutter(),
	highlightSpecialChars(),
	history(),
	foldGutter({ openText: "▾", closedText: "▸" }),
	drawSelection(),
	dropCursor(),
	indentUnit.of("  "),
	indentService.of((context, at) => indentBelow(context.lineAt(at, -1).text)),
	EditorState.tabSize.of(2),
	bracketMatching(),
	closeBrackets(),
	autocompletion({ override: [(context) => completeAt(context, context.state.field(formatNow))], icons: false }),
	highlightActiveLine(),
	highlightSelectionMatches(),
	search({ top: true }),
	lintGutter(),
	keymap.of([
		...closeBracketsKeymap,
		...defaultKeymap,
		...searchKeymap,
		...historyKeymap,
		...foldKeymap,
		...completionKeymap,
		...lintKeymap,
		indentWithTab,
	]),
	EditorView.contentAttributes.of({ "aria-label": "The pipeline", "aria-describedby": "pipeline-keys" }),
	// The page's policy lets only styles in that carry its nonce.
	EditorView.cspNonce.of(document.querySelector<HTMLElement>("script[nonce]")?.nonce ?? ""),
	codeTheme,
];

function languageOf(format: Format): Extension {
	return format === "huml" ? huml() : yaml();
}

function hasComments(state: EditorState): boolean {
	const tree = ensureSyntaxTree(state, state.doc.length, parseMs);
	// Not read to its end in that time: rather asked once too often.
	let found = tree === null;
	tree?.iterate({
		enter: ({ name }) => {
			found ||= /comment|anchor/i.test(name);
			return !found;
		},
	});
	return found;
}
