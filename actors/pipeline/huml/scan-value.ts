import type { ScalarNode } from "../document.ts";
import { HumlFault } from "./huml-fault.ts";

/** A place in a line, moved on by whoever reads there. Columns count from 0. */
export interface Cursor {
	readonly text: string;
	at: number;
}

type Scalar = Pick<ScalarNode, "value" | "text">;

const escapes: Readonly<Record<string, string>> = {
	n: "\n",
	t: "\t",
	r: "\r",
	f: "\f",
	v: "\v",
	b: "\b",
	"/": "/",
	'"': '"',
	"\\": "\\",
};
const bareWord = /[^\s,#:[\]{}"]+/y;
const integer = /^[+-]?(?:0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*)$/;
const float = /^[+-]?[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9]+)?$/;
const words: Readonly<Record<string, number | boolean | null>> = {
	true: true,
	false: false,
	null: null,
	nan: Number.NaN,
	inf: Number.POSITIVE_INFINITY,
	"+inf": Number.POSITIVE_INFINITY,
	"-inf": Number.NEGATIVE_INFINITY,
};

/** A string in double quotes at the cursor, with its escapes. @throws HumlFault */
export function scanString(cursor: Cursor): string {
	const { text } = cursor;
	const start = cursor.at;
	let value = "";
	for (let at = start + 1; at < text.length; at++) {
		const character = text[at] as string;
		if (character === '"') {
			cursor.at = at + 1;
			return value;
		}
		if (character !== "\\") {
			value += character;
			continue;
		}
		const escaped = escapes[text[++at] ?? ""];
		if (escaped === undefined)
			throw new HumlFault(`\\${text[at] ?? ""} is no escape: there are \\n \\t \\r \\f \\v \\b \\/ \\" \\\\.`, at - 1);
		value += escaped;
	}
	throw new HumlFault('The string is not closed: a " is missing.', start);
}

/** A string, number, flag or null at the cursor. @throws HumlFault */
export function scanScalar(cursor: Cursor): Scalar {
	if (cursor.text[cursor.at] === '"') {
		const value = scanString(cursor);
		return { value, text: value };
	}
	bareWord.lastIndex = cursor.at;
	const word = bareWord.exec(cursor.text)?.[0];
	if (word === undefined) throw new HumlFault("A value is missing here.", cursor.at);
	const value = bareValue(word);
	if (value === undefined) throw new HumlFault(`${word} must stand in quotes: "${word}".`, cursor.at);
	cursor.at += word.length;
	return { value, text: textOf(word, value) };
}

/** As it was written, without what only makes it readable. */
export function textOf(word: string, value: number | boolean | null): string {
	return typeof value === "number" ? word.replaceAll("_", "") : word;
}

/** What a word without quotes stands for; undefined for one that needs them. */
export function bareValue(word: string): number | boolean | null | undefined {
	if (Object.hasOwn(words, word)) return words[word] ?? null;
	if (!integer.test(word) && !float.test(word)) return undefined;
	const digits = word.replaceAll("_", "").replace(/^\+/, "");
	const number = digits.startsWith("-") ? -Number(digits.slice(1)) : Number(digits);
	return Number.isNaN(number) ? undefined : number;
}

const bareKey = /[A-Za-z_][A-Za-z0-9_-]*/y;

/** A key, bare or in quotes, or undefined where there is none; the cursor stands behind it then. @throws HumlFault */
export function scanKey(cursor: Cursor): string | undefined {
	if (cursor.text[cursor.at] === '"') return scanString(cursor);
	bareKey.lastIndex = cursor.at;
	const key = bareKey.exec(cursor.text)?.[0];
	if (key !== undefined) cursor.at += key.length;
	return key;
}
