import type { Stream } from "#db/vocabulary.ts";
import type { ScriptEnding } from "../doors.ts";

/** What a script would have said, left behind and come to. */
export interface Enactment {
	readonly lines: readonly Line[];
	/** Written when it ends by itself. */
	readonly files: readonly MadeFile[];
	/** Undefined for one that never ends by itself. */
	readonly ending: ScriptEnding | undefined;
}

export interface Line {
	/** After the line before it. */
	readonly afterMs: number;
	readonly text: string;
	readonly stream: Stream;
}

export interface MadeFile {
	/** Relative to where the script runs. */
	readonly path: string;
	readonly content: string | Buffer;
}
