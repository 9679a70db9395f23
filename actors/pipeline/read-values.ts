import type { DocumentNode, Entry, MappingNode } from "./document.ts";
import type { ProblemList } from "./problem-list.ts";

/** Reads typed values out of a document; what has the wrong type becomes an error with its place, and undefined. */
export class Values {
	readonly problems: ProblemList;

	constructor(problems: ProblemList) {
		this.problems = problems;
	}

	mapping(node: DocumentNode, path: string, what: string): MappingNode | undefined {
		if (node.kind === "mapping") return node;
		this.problems.error(node, path, `${what} must be a mapping of names to values.`);
		return undefined;
	}

	/** A list, or one value in place of a list of one. */
	list(node: DocumentNode, path: string, what: string): readonly DocumentNode[] {
		if (node.kind === "sequence") return node.items;
		if (isNull(node)) return [];
		if (node.kind === "scalar") return [node];
		this.problems.error(node, path, `${what} must be a list.`);
		return [];
	}

	/** Numbers and flags as they are written. NUL characters, which no process can be given, are refused. */
	text(node: DocumentNode, path: string, what: string): string | undefined {
		if (node.kind !== "scalar" || node.value === null) {
			this.problems.error(node, path, `${what} must be a text.`);
			return undefined;
		}
		if (!node.text.includes("\0")) return node.text;
		this.problems.error(node, path, `${what} must not have NUL characters in it.`);
		return undefined;
	}

	flag(node: DocumentNode, path: string, what: string): boolean | undefined {
		if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
		this.problems.error(node, path, `${what} must be true or false.`);
		return undefined;
	}

	/** A number of some unit, from 1 to `most`. */
	amount(node: DocumentNode, path: string, what: string, unit: string, most: number): number | undefined {
		const value = numberOf(node);
		if (value >= 1 && value <= most) return value;
		this.problems.error(node, path, `${what} must be a number of ${unit} between 1 and ${most}.`);
		return undefined;
	}
}

/** A number in quotes is one too. */
function numberOf(node: DocumentNode): number {
	if (node.kind !== "scalar" || node.value === null || typeof node.value === "boolean") return Number.NaN;
	return Number(node.value);
}

export function isNull(node: DocumentNode): boolean {
	return node.kind === "scalar" && node.value === null;
}

/** The value of a key that is there and not empty. */
export function member(mapping: MappingNode, key: string): DocumentNode | undefined {
	const entry: Entry | undefined = mapping.entries.get(key);
	return entry && !isNull(entry.value) ? entry.value : undefined;
}

/** `workflows.ios` and `scripts` → `workflows.ios.scripts`. */
export function below(path: string, key: string | number): string {
	if (typeof key === "number") return `${path}[${key}]`;
	return path === "" ? key : `${path}.${key}`;
}
