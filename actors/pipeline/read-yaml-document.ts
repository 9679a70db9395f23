import { LineCounter } from "yaml";
import { composeYaml } from "./compose-yaml.ts";
import { convertYaml } from "./convert-yaml.ts";
import type { DocumentNode, Position } from "./document.ts";
import type { ProblemList } from "./problem-list.ts";
import { TooMuch } from "./too-much.ts";

/** Characters; a pipeline is written by people. */
const longestDocument = 1024 * 1024;

/** YAML 1.2 with anchors, aliases and merge keys. Answers undefined, with errors, for what cannot be read. */
export function readYamlDocument(text: string, problems: ProblemList): DocumentNode | undefined {
	const counter = new LineCounter();
	const at = (offset: number): Position => positionOf(counter, offset);
	try {
		checkText(text);
		const document = composeYaml(text, counter, (offset, message) => problems.error(at(offset), "", sentence(message)));
		if (problems.errors.length > 0) return undefined;
		for (const { pos, message } of document.warnings) problems.warn(at(pos[0]), "", sentence(message));
		return convertYaml(document, at, problems);
	} catch (error) {
		if (!(error instanceof TooMuch)) throw error;
		problems.error(at(error.offset), "", error.message);
		return undefined;
	}
}

function checkText(text: string): void {
	if (text.length > longestDocument) throw new TooMuch("The document is larger than 1 MB.", 0);
	if (text.includes("\0")) throw new TooMuch("The document has NUL characters in it: is it really text?", 0);
}

/** Before anything was read the counter knows no line. */
function positionOf(counter: LineCounter, offset: number): Position {
	const { line, col } = counter.linePos(offset);
	return { line: Math.max(1, line), column: Math.max(1, col) };
}

function sentence(message: string): string {
	return /[.!?]$/.test(message) ? message : `${message}.`;
}
