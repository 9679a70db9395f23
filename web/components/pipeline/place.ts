/*
 * Where in a pipeline a place is, by indentation alone: right for a text that is half typed, which no parser reads, and
 * the same for YAML and HUML.
 */
export interface Place {
	/** Keys that lead here; an item of a list is `[]`. */
	readonly path: readonly string[];
	/** What stands before the cursor of the word that is typed. */
	readonly typed: string;
	/** Column, from 0, at which a key here begins. */
	readonly column: number;
	/** Keys that this mapping has already. */
	readonly taken: ReadonlySet<string>;
	/** The key whose value is typed; absent where a key, or an item of a list, is. */
	readonly behindKey?: string;
}

interface Line {
	/** Columns of the dashes that begin items. */
	readonly dashes: readonly number[];
	/** Column of what comes behind them. */
	readonly column: number;
	readonly key?: string;
	/** Whether the key's value stands on the lines below. */
	readonly opens: boolean;
	readonly rest: string;
}

const wholeLine = /^( *)((?:-(?: +|$))*)(.*)$/;
const keyAndValue = /^(?:"([^"]*)"|'([^']*)'|([^\s"'#:{}[\],&*!|>][^\s:]*)) *::?(?: +(.*))?$/;
const nothingYet = /^(?:[&!][^\s]* *)*(?:#.*)?$/;
const typedKey = /^( *)((?:- +)*)("?[\w.-]*)$/;
const typedValue = /^( *)((?:- +)*)([\w.-]+)::? +(?:\[ *)?(?:"?[\w-]+"?, *)*("?[\w-]*)$/;

function read(text: string): Line | undefined {
	const [, spaces = "", marks = "", rest = ""] = wholeLine.exec(text) ?? [];
	const bare = rest.trimEnd();
	if ((bare === "" && marks === "") || bare.startsWith("#") || bare === '"""') return undefined;
	const dashes = [...marks].flatMap((sign, at) => (sign === "-" ? [spaces.length + at] : []));
	const found = keyAndValue.exec(bare);
	const key = found?.[1] ?? found?.[2] ?? found?.[3];
	return {
		dashes,
		column: spaces.length + marks.length,
		...(key !== undefined && { key }),
		opens: found !== null && nothingYet.test(found[4] ?? ""),
		rest: bare === "::" ? "" : bare,
	};
}

const blockHeader = /(?:^|[:-] *)(?:[|>][+-]?\d?[+-]?|""")$/;

/** Column at which what follows a line begins: inside of what it opens, beside the key that it has, below its dash. */
export function indentBelow(text: string): number {
	const [, spaces = "", marks = "", rest = ""] = wholeLine.exec(text) ?? [];
	const bare = rest.replace(/(?:^| +)#.*$/, "").trimEnd();
	const inside = spaces.length + marks.length;
	const key = keyAndValue.test(bare);
	if (bare === "::" || (blockHeader.test(bare) && !key && marks !== "")) return inside;
	if (key) return nothingYet.test(keyAndValue.exec(bare)?.[4] ?? "") || blockHeader.test(bare) ? inside + 2 : inside;
	return spaces.length;
}

/** @param line the text of a line, from 1 @param cursor column of the cursor in its line, from 0 */
export function placeAt(
	line: (number: number) => string,
	lines: number,
	number: number,
	cursor: number,
): Place | undefined {
	const before = line(number).slice(0, cursor);
	const asKey = typedKey.exec(before);
	const asValue = asKey ? null : typedValue.exec(before);
	const [, spaces = "", marks = ""] = asKey ?? asValue ?? [];
	if (!asKey && !asValue) return undefined;
	const column = spaces.length + marks.length;
	const taken = new Set<string>();
	const dashes = [...marks].flatMap((sign, at) => (sign === "-" ? [spaces.length + at] : []));
	const path = new Climb(column, dashes, taken).upFrom(line, number);
	if (!path) return undefined;
	takenBelow(line, lines, number, column, taken);
	if (asKey) return { path, typed: asKey[3] ?? "", column, taken };
	return { path, typed: asValue?.[4] ?? "", column, taken, behindKey: asValue?.[3] ?? "" };
}

class Climb {
	readonly #path: string[] = [];
	readonly #column: number;
	readonly #taken: Set<string>;
	/** A key left of it leads here. */
	#keys: number;
	/** So does a dash left of it; YAML lets dashes stand below their key without indentation. */
	#dashes: number;

	constructor(column: number, dashes: readonly number[], taken: Set<string>) {
		this.#column = column;
		this.#taken = taken;
		this.#keys = column;
		this.#dashes = column;
		this.#items(dashes);
	}

	/** Undefined inside of a text, where nothing is a key. */
	upFrom(line: (number: number) => string, number: number): readonly string[] | undefined {
		for (let at = number - 1; at >= 1 && this.#keys > 0; at--) {
			const above = read(line(at));
			if (above && !this.#pass(above)) return undefined;
		}
		if (this.#keys === 0) for (let at = number - 1; at >= 1; at--) this.#sibling(read(line(at)));
		return this.#path;
	}

	#pass({ dashes, column, key, opens, rest }: Line): boolean {
		if (key === undefined && rest !== "") {
			if (column < this.#keys || dashes.some((dash) => dash < this.#dashes)) return false;
		} else if (key !== undefined && column < this.#keys) {
			if (!opens) return false;
			this.#path.unshift(key);
			this.#keys = column;
			this.#dashes = column;
		} else if (key !== undefined && column === this.#column && this.#path.length === 0) this.#taken.add(key);
		this.#items(dashes);
		return true;
	}

	/** Of the document itself, which no key leads to. */
	#sibling(line: Line | undefined): void {
		if (this.#path.length === 0 && line?.key !== undefined && line.column === 0) this.#taken.add(line.key);
	}

	#items(dashes: readonly number[]): void {
		for (const dash of dashes.toReversed()) {
			if (dash >= this.#dashes) continue;
			this.#path.unshift("[]");
			this.#keys = dash + 1;
			this.#dashes = dash;
		}
	}
}

function takenBelow(
	line: (number: number) => string,
	lines: number,
	number: number,
	column: number,
	taken: Set<string>,
): void {
	for (let at = number + 1; at <= lines; at++) {
		const below = read(line(at));
		if (!below) continue;
		if (below.column < column || below.dashes.some((dash) => dash < column)) return;
		if (below.column === column && below.key !== undefined) taken.add(below.key);
	}
}
