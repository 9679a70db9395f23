import type { DocumentNode } from "../document.ts";
import type { ProblemList } from "../problem-list.ts";
import { HumlFault } from "./huml-fault.ts";
import { longestDocument } from "./limits.ts";
import { readBraceForm } from "./read-brace-form.ts";
import { readLinesForm } from "./read-lines-form.ts";

/** HUML in either of its forms. Answers undefined, with an error, for what cannot be read. */
export function readHumlDocument(text: string, problems: ProblemList): DocumentNode | undefined {
	try {
		if (text.length > longestDocument) throw new HumlFault("The document is larger than 1 MB.", 0, 0);
		if (text.includes("\0")) throw new HumlFault("The document has NUL characters in it: is it really text?", 0, 0);
		const unix = text.replaceAll("\r\n", "\n").replace(/^\uFEFF/, "");
		return isBraceForm(unix) ? readBraceForm(unix) : readLinesForm(unix);
	} catch (fault) {
		if (!(fault instanceof HumlFault)) throw fault;
		problems.error({ line: (fault.line ?? 0) + 1, column: fault.column + 1 }, "", fault.message);
		return undefined;
	}
}

/** By the first thing that is said: a key with neither a colon nor the end of a value behind it, or an opening brace. */
function isBraceForm(text: string): boolean {
	const first = text.split("\n").find((line) => line.trim() !== "" && !line.trimStart().startsWith("#")) ?? "";
	if (/^\s*\{(?!\}\s*(?:#|$))/.test(first)) return true;
	const key = /^\s*(?:[A-Za-z_][\w-]*(?![\w-])|"(?:[^"\\]|\\.)*")/.exec(first);
	return key !== null && /^\s*[^\s:,#]/.test(first.slice(key[0].length));
}
