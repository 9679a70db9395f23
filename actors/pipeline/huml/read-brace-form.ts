import type { DocumentNode, Entry, MappingNode, Position } from "../document.ts";
import { HumlFault } from "./huml-fault.ts";
import { deepest, mostValues } from "./limits.ts";
import { bareValue, type Cursor, scanString, textOf } from "./scan-value.ts";

/**
 * The older form: `key value`, `key { … }`, `key [ … ]`, with any spaces and line ends between; commas and a colon
 * after a key may stand there; `#` begins a comment.
 * @throws HumlFault at the first fault
 */
export function readBraceForm(text: string): DocumentNode {
	return new BraceForm(text).document();
}

const word = /[^\s,#:[\]{}"]+/y;
const between = /[\s,]+|#[^\n]*/y;

class BraceForm {
	readonly #cursor: Cursor;
	readonly #lineStarts: number[];
	#values = 0;

	constructor(text: string) {
		this.#cursor = { text, at: 0 };
		this.#lineStarts = [0];
		for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#lineStarts.push(at + 1);
	}

	document(): DocumentNode {
		try {
			return this.#document();
		} catch (fault) {
			// Who reads a word counts from the beginning of the text.
			if (fault instanceof HumlFault && fault.line === undefined)
				throw this.#faultAt(this.#position(fault.column), fault.message);
			throw fault;
		}
	}

	#document(): DocumentNode {
		this.#skip();
		const position = this.#position();
		const whole = this.#next === "{";
		if (whole) this.#cursor.at++;
		const entries = this.#entries(whole ? "}" : "", 0);
		this.#skip();
		if (this.#next !== "") throw this.#fault(`"${this.#next}" is too much here.`);
		return { kind: "mapping", entries, ...position };
	}

	/** Up to the sign that closes them, which is taken too. */
	#entries(close: string, depth: number): Map<string, Entry> {
		if (depth > deepest) throw this.#fault(`The document is nested deeper than ${deepest} levels.`);
		const entries = new Map<string, Entry>();
		for (;;) {
			this.#skip();
			if (this.#next === close) {
				if (close !== "") this.#cursor.at++;
				return entries;
			}
			if (this.#next === "") throw this.#fault(`A ${close} is missing.`);
			const at = this.#position();
			const key = this.#key();
			if (entries.has(key))
				throw this.#faultAt(at, `"${key}" is here twice, first on line ${entries.get(key)?.key.line}.`);
			this.#skip();
			if (this.#next === ":") this.#cursor.at++;
			entries.set(key, { key: at, value: this.#value(depth) });
		}
	}

	#key(): string {
		if (this.#next === '"') return this.#string();
		const text = this.#word();
		if (text === undefined) throw this.#fault("A key is missing here.");
		return text;
	}

	#value(depth: number): DocumentNode {
		this.#skip();
		if (++this.#values > mostValues) throw this.#fault(`The document has more than ${mostValues} values.`);
		const position = this.#position();
		if (this.#next === "{") {
			this.#cursor.at++;
			const node: MappingNode = { kind: "mapping", entries: this.#entries("}", depth + 1), ...position };
			return node;
		}
		if (this.#next === "[") {
			this.#cursor.at++;
			return { kind: "sequence", items: this.#items(depth + 1), ...position };
		}
		if (this.#next === '"') {
			const value = this.#cursor.text.startsWith('"""', this.#cursor.at) ? this.#multiLine() : this.#string();
			return { kind: "scalar", value, text: value, ...position };
		}
		const text = this.#word();
		const value = text === undefined ? undefined : bareValue(text);
		if (text === undefined) throw this.#fault("A value is missing here.");
		if (value === undefined) throw this.#faultAt(position, `${text} must stand in quotes: "${text}".`);
		return { kind: "scalar", value, text: textOf(text, value), ...position };
	}

	#items(depth: number): DocumentNode[] {
		if (depth > deepest) throw this.#fault(`The document is nested deeper than ${deepest} levels.`);
		const items: DocumentNode[] = [];
		for (;;) {
			this.#skip();
			if (this.#next === "]") {
				this.#cursor.at++;
				return items;
			}
			if (this.#next === "") throw this.#fault("A ] is missing.");
			items.push(this.#value(depth));
		}
	}

	#string(): string {
		// A string ends on its line: what is not closed there is a slip, not a long text.
		const { text, at } = this.#cursor;
		const end = text.indexOf("\n", at);
		const line: Cursor = { text: end < 0 ? text : text.slice(0, end), at };
		const value = scanString(line);
		this.#cursor.at = line.at;
		return value;
	}

	/** Up to the next """: the lines between without the spaces that all of them begin with. */
	#multiLine(): string {
		const { text, at } = this.#cursor;
		const end = text.indexOf('"""', at + 3);
		if (end < 0) throw this.#fault('The text is not closed: """ is missing.');
		this.#cursor.at = end + 3;
		const lines = text.slice(at + 3, end).split("\n");
		if (lines.length === 1) return lines[0] as string;
		if (lines[0]?.trim() === "") lines.shift();
		if (lines.at(-1)?.trim() === "") lines.pop();
		const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
		const common = indents.reduce((least, indent) => Math.min(least, indent), Number.MAX_SAFE_INTEGER);
		return lines.map((line) => line.slice(common)).join("\n");
	}

	#word(): string | undefined {
		word.lastIndex = this.#cursor.at;
		const found = word.exec(this.#cursor.text)?.[0];
		if (found !== undefined) this.#cursor.at += found.length;
		return found;
	}

	/** Spaces, line ends, commas and comments. */
	#skip(): void {
		for (;;) {
			between.lastIndex = this.#cursor.at;
			const found = between.exec(this.#cursor.text)?.[0];
			if (found === undefined) return;
			this.#cursor.at += found.length;
		}
	}

	get #next(): string {
		return this.#cursor.text[this.#cursor.at] ?? "";
	}

	#position(at = this.#cursor.at): Position {
		let low = 0;
		let high = this.#lineStarts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#lineStarts[middle] as number) <= at) low = middle;
			else high = middle - 1;
		}
		return { line: low + 1, column: at - (this.#lineStarts[low] as number) + 1 };
	}

	#fault(message: string): HumlFault {
		return this.#faultAt(this.#position(), message);
	}

	#faultAt({ line, column }: Position, message: string): HumlFault {
		return new HumlFault(message, column - 1, line - 1);
	}
}
