import type { DocumentNode, Entry, MappingNode, SequenceNode } from "../document.ts";
import { HumlFault } from "./huml-fault.ts";
import { deepest, mostValues } from "./limits.ts";
import { type Cursor, scanKey, scanScalar } from "./scan-value.ts";

/**
 * HUML v0.2 (huml.io/specifications/v0-2-0): `key: value` for scalars, `key::` for lists and mappings, two spaces a
 * level. Strict as its specification: what would only look right is a fault.
 * @throws HumlFault at the first of them
 */
export function readLinesForm(text: string): DocumentNode {
	return new LinesForm(text).document();
}

class LinesForm {
	readonly #lines: readonly string[];
	/** Line that is read, from 0. */
	#line = 0;
	#values = 0;

	constructor(text: string) {
		this.#lines = text.split("\n");
		if (this.#lines.at(-1) === "") this.#lines = this.#lines.slice(0, -1);
	}

	document(): DocumentNode {
		try {
			return this.#document();
		} catch (fault) {
			// Who reads a word knows its column only.
			if (fault instanceof HumlFault && fault.line === undefined) throw this.#fault(fault.message, fault.column);
			throw fault;
		}
	}

	#document(): DocumentNode {
		if (/^%HUML( |$)/.test(this.#lines[0] ?? "")) this.#line++;
		const indent = this.#nextContent();
		if (indent === undefined) throw new HumlFault("The document is empty.", 0, 0);
		if (indent !== 0) throw this.#fault("The first line must not be indented.", 0);
		const root = this.#block(0, 0) ?? this.#rootValue();
		if (this.#nextContent() !== undefined) throw this.#fault("Nothing may follow the value of the document.", 0);
		return root;
	}

	#rootValue(): DocumentNode {
		const cursor = this.#cursor(0);
		const node = this.#inline(cursor);
		this.#endOfLine(cursor);
		return node;
	}

	/** A list or mapping that begins at the line that is read; undefined where neither does. */
	#block(indent: number, depth: number): MappingNode | SequenceNode | undefined {
		if (depth > deepest) throw this.#fault(`The document is nested deeper than ${deepest} levels.`, indent);
		const text = this.#text;
		if (/^-(?: |$)/.test(text.slice(indent))) return this.#list(indent, depth);
		const cursor = this.#cursor(indent);
		const key = scanKey(cursor);
		return key !== undefined && text[cursor.at] === ":" ? this.#mapping(indent, depth) : undefined;
	}

	#mapping(indent: number, depth: number): MappingNode {
		const entries = new Map<string, Entry>();
		const position = this.#position(indent);
		while (this.#isAt(indent)) {
			const cursor = this.#cursor(indent);
			const at = this.#position(indent);
			const key = scanKey(cursor);
			if (key === undefined)
				throw this.#fault("A key is missing here: letters, digits, _ and -, or a text in quotes.", indent);
			if (entries.has(key))
				throw this.#fault(`"${key}" is here twice, first on line ${entries.get(key)?.key.line}.`, indent);
			entries.set(key, { key: at, value: this.#valueOf(cursor, indent, depth) });
		}
		return { kind: "mapping", entries, ...position };
	}

	/** What stands behind a key: `: scalar`, or `::` and a list or mapping. */
	#valueOf(cursor: Cursor, indent: number, depth: number): DocumentNode {
		const { text } = cursor;
		if (text.startsWith("::", cursor.at)) {
			cursor.at += 2;
			return this.#vector(cursor, indent, depth);
		}
		if (text[cursor.at] !== ":")
			throw this.#fault("After a key comes `: ` and a value, or `::` and a list or mapping.", cursor.at);
		cursor.at++;
		this.#oneSpace(cursor);
		return this.#scalar(cursor, indent);
	}

	#list(indent: number, depth: number): SequenceNode {
		const items: DocumentNode[] = [];
		const position = this.#position(indent);
		while (this.#isAt(indent)) {
			const cursor = this.#cursor(indent);
			if (cursor.text[indent] !== "-") throw this.#fault("Every item of this list begins with `- `.", indent);
			cursor.at++;
			this.#oneSpace(cursor);
			if (cursor.text.startsWith("::", cursor.at)) {
				cursor.at += 2;
				items.push(this.#vector(cursor, indent, depth));
			} else items.push(this.#scalar(cursor, indent));
		}
		return { kind: "sequence", items, ...position };
	}

	/** Behind `::`: on the same line, or two spaces further in on the next ones. */
	#vector(cursor: Cursor, indent: number, depth: number): DocumentNode {
		const rest = cursor.text.slice(cursor.at);
		if (rest === "" || /^ +#/.test(rest)) {
			const from = { line: this.#line, column: cursor.at };
			this.#endOfLine(cursor);
			if (this.#nextContent() !== indent + 2)
				throw new HumlFault(
					`After \`::\` comes a value on the same line, or lines that begin with ${indent + 2} spaces.`,
					from.column,
					from.line,
				);
			const block = this.#block(indent + 2, depth + 1);
			if (!block) throw this.#fault("Here comes a list (`- `) or a mapping (`key: `).", indent + 2);
			return block;
		}
		this.#oneSpace(cursor);
		const node = this.#inline(cursor);
		if (node.kind === "scalar") throw this.#fault("One value alone is no list: write `key: value`.", cursor.at);
		this.#endOfLine(cursor);
		return node;
	}

	/** `[]`, `{}`, `1, 2` or `a: 1, b: 2`; a value alone is itself. */
	#inline(cursor: Cursor): DocumentNode {
		const position = this.#position(cursor.at);
		for (const [sign, empty] of [
			["[]", { kind: "sequence", items: [] }],
			["{}", { kind: "mapping", entries: new Map() }],
		] as const) {
			if (!cursor.text.startsWith(sign, cursor.at)) continue;
			cursor.at += 2;
			return { ...empty, ...position };
		}
		const start = cursor.at;
		const key = scanKey(cursor);
		const isMapping = key !== undefined && cursor.text[cursor.at] === ":";
		cursor.at = start;
		return isMapping ? this.#inlineMapping(cursor) : this.#inlineList(cursor);
	}

	#inlineMapping(cursor: Cursor): MappingNode {
		const position = this.#position(cursor.at);
		const entries = new Map<string, Entry>();
		do {
			const at = this.#position(cursor.at);
			const key = scanKey(cursor);
			if (key === undefined || cursor.text[cursor.at] !== ":") throw this.#fault("Here comes `key: value`.", cursor.at);
			if (entries.has(key)) throw this.#fault(`"${key}" is here twice.`, at.column - 1);
			cursor.at++;
			this.#oneSpace(cursor);
			entries.set(key, { key: at, value: this.#value(cursor) });
		} while (this.#comma(cursor));
		return { kind: "mapping", entries, ...position };
	}

	#inlineList(cursor: Cursor): DocumentNode {
		const position = this.#position(cursor.at);
		const items: DocumentNode[] = [];
		do items.push(this.#value(cursor));
		while (this.#comma(cursor));
		const [only] = items;
		return items.length === 1 && only ? only : { kind: "sequence", items, ...position };
	}

	#comma(cursor: Cursor): boolean {
		const { text } = cursor;
		if (/^ +,/.test(text.slice(cursor.at))) throw this.#fault("There is no space before a comma.", cursor.at);
		if (text[cursor.at] !== ",") return false;
		cursor.at++;
		this.#oneSpace(cursor);
		return true;
	}

	#scalar(cursor: Cursor, indent: number): DocumentNode {
		if (cursor.text.startsWith('"""', cursor.at)) return this.#multiLine(cursor, indent);
		const node = this.#value(cursor);
		this.#endOfLine(cursor);
		return node;
	}

	#value(cursor: Cursor): DocumentNode {
		if (++this.#values > mostValues) throw this.#fault(`The document has more than ${mostValues} values.`, cursor.at);
		return this.#located(cursor, () => ({ kind: "scalar", ...scanScalar(cursor) }));
	}

	/** Lines as they are, without the two spaces that they stand further in than the key. */
	#multiLine(cursor: Cursor, indent: number): DocumentNode {
		const position = this.#position(cursor.at);
		if (cursor.text.length !== cursor.at + 3) throw this.#fault('After """ the line ends.', cursor.at + 3);
		const end = `${" ".repeat(indent)}"""`;
		const inner = " ".repeat(indent + 2);
		const kept: string[] = [];
		for (this.#line++; this.#line < this.#lines.length; this.#line++) {
			const text = this.#text;
			if (text === end) {
				this.#line++;
				const value = kept.join("\n");
				return { kind: "scalar", value, text: value, ...position };
			}
			if (text.trim() !== "" && !text.startsWith(inner))
				throw this.#fault(
					`A line of this text must begin with ${inner.length} spaces, or be ${indent} spaces and """.`,
					0,
				);
			kept.push(text.startsWith(inner) ? text.slice(inner.length) : "");
		}
		throw new HumlFault('The text is not closed: """ is missing.', position.column - 1, position.line - 1);
	}

	/** Nothing but a comment may be left; moves on to the next line. */
	#endOfLine(cursor: Cursor): void {
		const rest = cursor.text.slice(cursor.at);
		if (rest !== "") {
			if (/^ +$/.test(rest)) throw this.#fault("There must be no spaces at the end of a line.", cursor.at);
			if (!/^ +#/.test(rest))
				throw this.#fault("Here the line must end, or a comment must follow after a space.", cursor.at);
			this.#checkComment(cursor.at + rest.indexOf("#"));
		}
		this.#line++;
	}

	#checkComment(at: number): void {
		const text = this.#text;
		if (text.length > at + 1 && text[at + 1] !== " ") throw this.#fault("After # comes a space.", at + 1);
		if (text.endsWith(" ")) throw this.#fault("There must be no spaces at the end of a line.", text.trimEnd().length);
	}

	/** Skip blank lines and comments. Answers the indentation of the line that is read then; undefined at the end. */
	#nextContent(): number | undefined {
		for (; this.#line < this.#lines.length; this.#line++) {
			const text = this.#text;
			const tab = /^ *\t/.exec(text);
			if (tab) throw this.#fault("Lines are indented with spaces, not with tabs.", tab[0].length - 1);
			const indent = text.length - text.trimStart().length;
			if (indent === text.length) {
				if (indent > 0) throw this.#fault("There must be no spaces at the end of a line.", 0);
				continue;
			}
			if (text[indent] !== "#") return indent;
			this.#checkComment(indent);
		}
		return undefined;
	}

	/** Whether more of a block at this indentation follows. */
	#isAt(indent: number): boolean {
		const next = this.#nextContent();
		if (next === undefined || next < indent) return false;
		if (next > indent) throw this.#fault(`This line must be indented by ${indent} spaces.`, next);
		return true;
	}

	#oneSpace(cursor: Cursor): void {
		const { text } = cursor;
		if (text[cursor.at] !== " ") throw this.#fault("A space is missing here.", cursor.at);
		if (text[cursor.at + 1] === " ") throw this.#fault("One space is enough here.", cursor.at + 1);
		cursor.at++;
	}

	#located<T extends object>(cursor: Cursor, read: () => T): T & { line: number; column: number } {
		const position = this.#position(cursor.at);
		return { ...read(), ...position };
	}

	get #text(): string {
		return this.#lines[this.#line] ?? "";
	}

	#cursor(at: number): Cursor {
		return { text: this.#text, at };
	}

	#position(column: number): { line: number; column: number } {
		return { line: this.#line + 1, column: column + 1 };
	}

	#fault(message: string, column: number): HumlFault {
		return new HumlFault(message, column, this.#line);
	}
}
