import type { Position } from "./document.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./pipeline.ts";

/** More than anybody reads; a hostile file could have a million. */
const mostProblems = 50;
const longestMessage = 400;
const longestPath = 200;

/**
 * Collects what is wrong with a document while it is read; reading goes on, so that one look finds everything. Of
 * errors and of warnings the first fifty are kept.
 */
export class ProblemList {
	readonly errors: Problem[] = [];
	readonly warnings: Problem[] = [];

	error(at: Position, path: string, message: string): void {
		add(this.errors, at, path, message);
	}

	warn(at: Position, path: string, message: string): void {
		add(this.warnings, at, path, message);
	}

	/** A key that nobody knows is kept out, not refused: newer pipelines must work on older servers. */
	unknownKey(at: Position, path: string, key: string, known: readonly string[]): void {
		const meant = nearest(key, known);
		const word = shortened(key, longestPath);
		this.warn(
			at,
			path,
			meant
				? `"${word}" is not known here. Did you mean "${meant}"?`
				: `"${word}" is not known here and has no effect.`,
		);
	}
}

function add(problems: Problem[], { line, column }: Position, path: string, message: string): void {
	if (problems.length >= mostProblems) return;
	problems.push({
		message: shortened(message, longestMessage),
		line,
		column,
		path: shortened(path, longestPath),
	});
}

function shortened(text: string, most: number): string {
	return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
