import type { Problem } from "./pipeline.ts";

/** One line for people and editors: `oore.yaml:12:5 workflows.ios.scripts[0]: …`. */
export function formatProblem(file: string, { line, column, path, message }: Problem): string {
	return `${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`;
}
