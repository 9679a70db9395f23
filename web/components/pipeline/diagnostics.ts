import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { Validation } from "#http/contract/pipelines.ts";

type Problem = Validation["errors"][number];

/** What the server said, as the editor marks it. */
export function diagnosticsOf(doc: Text, validation: Validation | undefined): Diagnostic[] {
	const as = (severity: "error" | "warning") => (problem: Problem) => {
		const from = offsetOf(doc, problem.line, problem.column);
		return { severity, message: problem.message, from, to: endOfWord(doc, from) };
	};
	if (!validation) return [];
	return [...validation.errors.map(as("error")), ...validation.warnings.map(as("warning"))];
}

export function offsetOf(doc: Text, line: number, column: number): number {
	const { from, length } = doc.line(Math.min(Math.max(line, 1), doc.lines));
	return from + Math.min(Math.max(column - 1, 0), length);
}

function endOfWord(doc: Text, from: number): number {
	const line = doc.lineAt(from);
	const word = /^[^\s:,[\]{}]+/.exec(line.text.slice(from - line.from))?.[0];
	return word === undefined ? line.to : from + word.length;
}
