import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/* Colours are the page's own: they change with its theme, and the editor with them. */
const look = EditorView.theme({
	"&": { backgroundColor: "var(--log-bg)", color: "var(--text)", fontSize: "13px", maxHeight: "inherit" },
	"&.cm-focused": { outline: "none" },
	".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto" },
	".cm-content": { padding: "10px 0", caretColor: "var(--text)" },
	".cm-line": { padding: "0 14px 0 8px" },
	".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--text)", borderLeftWidth: "2px" },
	"&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection": {
		background: "color-mix(in srgb, var(--accent) 26%, transparent)",
	},
	".cm-activeLine, .cm-activeLineGutter": {
		backgroundColor: "color-mix(in srgb, var(--text) 5%, transparent)",
	},
	".cm-gutters": { backgroundColor: "var(--log-bg)", color: "var(--text-dim)", border: "0" },
	".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 10px", minWidth: "30px" },
	".cm-activeLineGutter": { color: "var(--text)" },
	"@media (max-width: 760px)": {
		".cm-foldGutter": { display: "none !important" },
		".cm-lineNumbers .cm-gutterElement": { padding: "0 2px 0 6px", minWidth: "24px" },
	},
	".cm-foldPlaceholder": { background: "var(--surface-2)", border: "0", color: "var(--text-dim)", padding: "0 6px" },
	".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--accent) 14%, transparent)" },
	".cm-searchMatch": { backgroundColor: "var(--warn-soft)", outline: "1px solid var(--warn)" },
	".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--warn) 40%, transparent)" },
	"&.cm-focused .cm-matchingBracket": {
		backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)",
	},
	"&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)" },
});

const parts = EditorView.theme({
	".cm-tooltip": {
		backgroundColor: "var(--surface)",
		color: "var(--text)",
		border: "1px solid var(--border)",
		borderRadius: "var(--radius-small)",
		boxShadow: "var(--shadow)",
		overflow: "hidden",
		maxWidth: "min(460px, calc(100vw - 32px))",
		zIndex: "30",
	},
	".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "13px", maxHeight: "16em" },
	".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", lineHeight: "1.5" },
	".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--accent-text)" },
	".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
	".cm-completionDetail": {
		fontFamily: "var(--font)",
		fontStyle: "normal",
		fontSize: "12.5px",
		color: "var(--text-dim)",
		marginLeft: "12px",
	},
	".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "inherit" },
	".cm-diagnostic": { padding: "6px 12px", borderLeft: "3px solid var(--border)", fontFamily: "var(--font)" },
	".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
	".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
	".cm-lintRange-error, .cm-lintRange-warning": {
		backgroundImage: "none",
		textDecoration: "underline wavy",
		textDecorationThickness: "1px",
		textUnderlineOffset: "3px",
	},
	".cm-lintRange-error": { textDecorationColor: "var(--bad)" },
	".cm-lintRange-warning": { textDecorationColor: "var(--warn)" },
	".cm-lintRange-active": { backgroundColor: "var(--warn-soft)" },
	".cm-lintPoint-error:after": { borderBottomColor: "var(--bad)" },
	".cm-lintPoint-warning:after": { borderBottomColor: "var(--warn)" },
	".cm-gutter-lint": { width: "16px" },
	".cm-gutter-lint .cm-gutterElement": { padding: "0 0 0 4px" },
	".cm-lint-marker": { width: "10px", content: "none", fontWeight: "700", fontSize: "12px", lineHeight: "20px" },
	".cm-lint-marker-error": { content: "none" },
	".cm-lint-marker-error:before": { content: '"✗"', color: "var(--bad)" },
	".cm-lint-marker-warning": { content: "none" },
	".cm-lint-marker-warning:before": { content: '"!"', color: "var(--warn)" },
	".cm-panels": { backgroundColor: "var(--surface)", color: "var(--text)", borderColor: "var(--border)" },
	".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--border)" },
	".cm-panel.cm-search": { padding: "8px 34px 8px 12px", fontSize: "13px" },
	".cm-panel.cm-search label": { fontSize: "13px" },
	".cm-textfield": {
		backgroundColor: "var(--surface)",
		color: "var(--text)",
		border: "1px solid var(--border)",
		borderRadius: "var(--radius-small)",
		padding: "3px 8px",
		fontSize: "13px",
	},
	".cm-button": {
		backgroundImage: "none",
		backgroundColor: "var(--surface-2)",
		color: "var(--text)",
		border: "1px solid var(--border)",
		borderRadius: "var(--radius-small)",
		fontSize: "13px",
	},
	".cm-panel.cm-search [name=close]": { color: "var(--text-dim)", fontSize: "18px", right: "10px", top: "6px" },
});

const words = HighlightStyle.define([
	{ tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--accent)" },
	{ tag: [tags.string, tags.special(tags.string)], color: "var(--ok)" },
	{ tag: [tags.number, tags.bool, tags.atom, tags.null], color: "var(--run)" },
	{ tag: [tags.comment, tags.lineComment], color: "var(--text-dim)", fontStyle: "italic" },
	{ tag: [tags.meta, tags.labelName, tags.typeName, tags.keyword], color: "var(--warn)" },
	{ tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--text-dim)" },
]);

export const codeTheme: Extension = [look, parts, syntaxHighlighting(words)];
