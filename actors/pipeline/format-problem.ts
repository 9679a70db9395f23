import type { Problem } from "./pipeline.ts";

/** One line for people and editors: `oore.yaml:12:5 workflows.ios.scripts[0]: …`. */
export function formatProblem(file: string, { line, column, path, message }: Problem): string {
	const text = `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`;
	// Keys of the document are quoted in it, and they may hold line ends and a terminal's control sequences.
	return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}
