import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from "yaml";
import type { DocumentNode, Entry, MappingNode, Position, ScalarNode } from "./document.ts";
import type { ProblemList } from "./problem-list.ts";
import { below } from "./read-values.ts";
import { TooMuch } from "./too-much.ts";

/** Values after aliases are followed: a "billion laughs" ends here. */
const mostNodes = 20_000;

type At = (offset: number) => Position;

/**
 * From the library's nodes to ours: aliases followed, merge keys merged, duplicate keys reported.
 * Recursion is as deep as the nesting of the text, which was bounded before.
 * @throws TooMuch
 */
export function convertYaml(document: Document.Parsed, at: At, problems: ProblemList): DocumentNode {
	return new Conversion(at, problems).node(document.contents, 0, "");
}

/** What an anchor stands for; an alias shares the node and is charged its size, so nothing is ever copied out. */
interface Anchored {
	readonly node: DocumentNode;
	readonly size: number;
}

class Conversion {
	readonly #at: At;
	readonly #problems: ProblemList;
	readonly #anchors = new Map<string, Anchored>();
	#size = 0;

	constructor(at: At, problems: ProblemList) {
		this.#at = at;
		this.#problems = problems;
	}

	/** @param parent offset to blame where the node has none of its own */
	node(node: Node | null, parent: number, path: string): DocumentNode {
		const offset = node?.range?.[0] ?? parent;
		if (isAlias(node)) return this.#followed(node.source, offset, path);
		const before = this.#size;
		this.#grow(1, offset);
		const converted = this.#converted(node, offset, path);
		const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
		if (anchor) this.#anchors.set(anchor, { node: converted, size: this.#size - before });
		return converted;
	}

	#grow(by: number, offset: number): void {
		this.#size += by;
		if (this.#size <= mostNodes) return;
		throw new TooMuch(
			by > 1
				? "The document has excessive aliases: it grows beyond all measure when they are followed."
				: `The document has more than ${mostNodes} values.`,
			offset,
		);
	}

	#followed(name: string, offset: number, path: string): DocumentNode {
		const anchored = this.#anchors.get(name);
		if (anchored) {
			this.#grow(anchored.size, offset);
			return anchored.node;
		}
		this.#problems.error(this.#at(offset), path, `The alias *${name} needs an anchor &${name} that ends before it.`);
		return { kind: "scalar", value: null, text: "", ...this.#at(offset) };
	}

	#converted(node: Node | null, offset: number, path: string): DocumentNode {
		const position = this.#at(offset);
		if (isMap(node)) return { kind: "mapping", entries: this.#entries(node.items, offset, path), ...position };
		if (isSeq(node)) {
			const items = node.items.map((item, index) => this.node(item as Node, offset, below(path, index)));
			return { kind: "sequence", items, ...position };
		}
		return { kind: "scalar", ...scalar(isScalar(node) ? node : undefined), ...position };
	}

	#entries(pairs: readonly Pair[], parent: number, path: string): Map<string, Entry> {
		const entries = new Map<string, Entry>();
		const merged: MappingNode[] = [];
		for (const pair of pairs) {
			const key = this.node(pair.key as Node | null, parent, path);
			const offset = (pair.key as Node | null)?.range?.[0] ?? parent;
			const name = key.kind === "scalar" ? key.text : "?";
			const value = this.node(pair.value as Node | null, offset, below(path, name));
			if (key.kind !== "scalar") this.#problems.error(key, path, "A key must be a plain word.");
			else if (isMerge(pair.key)) merged.push(...this.#mappings(value, below(path, name)));
			else if (entries.has(name))
				this.#problems.error(
					key,
					below(path, name),
					`"${name}" is here twice, first on line ${lineOf(entries, name)}.`,
				);
			else entries.set(name, { key, value });
		}
		// What stands in the mapping itself wins; of several merged ones the first.
		for (const source of merged)
			for (const [name, entry] of source.entries) if (!entries.has(name)) entries.set(name, entry);
		return entries;
	}

	#mappings(value: DocumentNode, path: string): readonly MappingNode[] {
		const sources = value.kind === "sequence" ? value.items : [value];
		return sources.flatMap((source) => {
			if (source.kind === "mapping") return [source];
			this.#problems.error(source, path, "`<<` takes a mapping or a list of mappings.");
			return [];
		});
	}
}

/** A quoted "<<" is a word like any other. */
function isMerge(key: unknown): boolean {
	return isScalar(key) && key.type === "PLAIN" && key.source === "<<";
}

function lineOf(entries: ReadonlyMap<string, Entry>, name: string): number {
	return entries.get(name)?.key.line ?? 0;
}

/** Without a scalar, the null that YAML reads where nothing is written. */
function scalar(node: Scalar | undefined): Pick<ScalarNode, "value" | "text"> {
	const value = node?.value;
	if (typeof value === "string") return { value, text: value };
	if (typeof value !== "number" && typeof value !== "boolean") return { value: null, text: node?.source ?? "" };
	return { value, text: node?.source ?? String(value) };
}
