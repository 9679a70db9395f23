import type { Position } from "./document.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./pipeline.ts";

/** Collects what is wrong with a document while it is read; reading goes on, so that one look finds everything. */
export class ProblemList {
	readonly errors: Problem[] = [];
	readonly warnings: Problem[] = [];

	error(at: Position, path: string, message: string): void {
		this.errors.push({ message, line: at.line, column: at.column, path });
	}

	warn(at: Position, path: string, message: string): void {
		this.warnings.push({ message, line: at.line, column: at.column, path });
	}

	/** A key that nobody knows is kept out, not refused: newer pipelines must work on older servers. */
	unknownKey(at: Position, path: string, key: string, known: readonly string[]): void {
		const meant = nearest(key, known);
		this.warn(
			at,
			path,
			meant ? `"${key}" is not known here. Did you mean "${meant}"?` : `"${key}" is not known here and has no effect.`,
		);
	}
}
