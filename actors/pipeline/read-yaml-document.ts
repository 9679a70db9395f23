import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from "yaml";
import type { DocumentNode, Entry, Position } from "./document.ts";
import type { ProblemList } from "./problem-list.ts";

/** Characters; a pipeline is written by people. */
const longestDocument = 1024 * 1024;
const deepest = 64;
/** Nodes after aliases are followed: a "billion laughs" ends here. */
const mostNodes = 20_000;

/** YAML 1.2 with anchors, aliases and merge keys. Answers undefined, with errors, for what cannot be read. */
export function readYamlDocument(text: string, problems: ProblemList): DocumentNode | undefined {
	const top = { line: 1, column: 1 };
	if (text.length > longestDocument) return fail(problems, top, "The document is larger than 1 MB.");
	if (text.includes("\0")) return fail(problems, top, "The document has NUL characters in it: is it really text?");
	if (deeperThan(text)) return fail(problems, top, `The document is nested deeper than ${deepest} levels.`);
	const counter = new LineCounter();
	const at = (offset: number | undefined): Position => {
		const { line, col } = counter.linePos(offset ?? 0);
		return { line: Math.max(1, line), column: Math.max(1, col) };
	};
	const document = parseDocument(text, { lineCounter: counter, merge: true, prettyErrors: false, uniqueKeys: true });
	for (const error of document.errors) problems.error(at(error.pos[0]), "", sentence(error.message));
	if (problems.errors.length > 0) return undefined;
	return new Walk(document, at, problems).start();
}

function fail(problems: ProblemList, at: Position, message: string): undefined {
	problems.error(at, "", message);
	return undefined;
}

/** The parser recurses, so what could exhaust its stack is refused before: flow brackets and indentation. */
function deeperThan(text: string): boolean {
	let flow = 0;
	for (const character of text) {
		if (character === "[" || character === "{") flow++;
		else if (character === "]" || character === "}") flow = Math.max(0, flow - 1);
		if (flow > 512) return true;
	}
	return /^(?:[ ]{600,}|(?:- ){300,}|(?:\? ){300,})\S/m.test(text);
}

class TooMuch extends Error {}

/** From the parser's nodes to ours, aliases followed and merge keys merged. */
class Walk {
	readonly #document: Document.Parsed;
	readonly #at: (offset: number | undefined) => Position;
	readonly #problems: ProblemList;
	#nodes = 0;

	constructor(document: Document.Parsed, at: (offset: number | undefined) => Position, problems: ProblemList) {
		this.#document = document;
		this.#at = at;
		this.#problems = problems;
	}

	start(): DocumentNode | undefined {
		try {
			return this.#node(this.#document.contents, { line: 1, column: 1 }, 0);
		} catch (error) {
			if (!(error instanceof TooMuch)) throw error;
			return fail(this.#problems, { line: 1, column: 1 }, error.message);
		}
	}

	#node(node: Node | null, parent: Position, depth: number): DocumentNode {
		if (++this.#nodes > mostNodes)
			throw new TooMuch("The document has excessive aliases: it grows beyond all measure when they are followed.");
		if (depth > deepest) throw new TooMuch(`The document is nested deeper than ${deepest} levels.`);
		const position = node?.range ? this.#at(node.range[0]) : parent;
		if (isAlias(node)) return this.#node(node.resolve(this.#document) ?? null, position, depth + 1);
		if (isMap(node)) return { kind: "mapping", entries: this.#entries(node.items, position, depth), ...position };
		if (isSeq(node)) {
			return {
				kind: "sequence",
				items: node.items.map((item) => this.#node(item as Node, position, depth + 1)),
				...position,
			};
		}
		const value = isScalar(node) ? node.value : null;
		const plain = typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
		const text = isScalar(node) && typeof node.source === "string" ? node.source : plain === null ? "" : String(plain);
		return { kind: "scalar", value: typeof value === "bigint" ? Number(value) : plain, text, ...position };
	}

	#entries(pairs: readonly Pair[], position: Position, depth: number): Map<string, Entry> {
		const entries = new Map<string, Entry>();
		const merged: Entry["value"][] = [];
		for (const pair of pairs) {
			const key = this.#node(pair.key as Node, position, depth + 1);
			const value = this.#node(pair.value as Node | null, key, depth + 1);
			if (key.kind !== "scalar") this.#problems.error(key, "", "A key must be a plain word.");
			else if (key.text === "<<") merged.push(value);
			else entries.set(key.text, { key, value });
		}
		for (const source of merged) this.#merge(entries, source);
		return entries;
	}

	/** What stands in the mapping itself wins; of several merged ones the first. */
	#merge(entries: Map<string, Entry>, source: DocumentNode): void {
		if (source.kind === "sequence") for (const each of source.items) this.#merge(entries, each);
		else if (source.kind === "mapping")
			for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
	}
}

function sentence(message: string): string {
	return /[.!?]$/.test(message) ? message : `${message}.`;
}
