import { UnreadableExpression } from "./expression.ts";

export type Token = { readonly text: string; readonly column: number } & (
	| { readonly kind: "name" | "sign" | "end" }
	| { readonly kind: "number"; readonly value: number }
	| { readonly kind: "string"; readonly value: string }
);

const space = /\s+/y;
/** With hyphens, because inputs may have them in their names and there is no arithmetic to mistake them for. */
const name = /[A-Za-z_][A-Za-z0-9_-]*/y;
const number = /-?\d+(?:\.\d+)?/y;
const sign = /\$\{\{|\}\}|&&|\|\||==|!=|<=|>=|[<>!()[\].,]/y;
/** A text ends on its line, so that a quote left open is reported where it stands. */
const quoted = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'/y;

/** @throws UnreadableExpression */
export function tokenize(text: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < text.length) {
		const skipped = matchAt(space, text, at);
		at += skipped.length;
		if (at >= text.length) break;
		const token = tokenAt(text, at);
		tokens.push(token);
		at += token.text.length;
	}
	return [...tokens, { kind: "end", text: "", column: text.length + 1 }];
}

function tokenAt(text: string, at: number): Token {
	const column = at + 1;
	const word = matchAt(name, text, at);
	if (word) return { kind: "name", text: word, column };
	const digits = matchAt(number, text, at);
	if (digits) return { kind: "number", text: digits, value: Number(digits), column };
	const string = matchAt(quoted, text, at);
	if (string) return { kind: "string", text: string, value: readEscapes(string.slice(1, -1)), column };
	const mark = matchAt(sign, text, at);
	if (mark) return { kind: "sign", text: mark, column };
	throw new UnreadableExpression(whatIsWrong(text.slice(at)), column);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0] ?? "";
}

const escapes: ReadonlyMap<string, string> = new Map([
	["n", "\n"],
	["t", "\t"],
	["r", "\r"],
]);

/** Of an escape nobody knows the backslash stays, as in Python. */
function readEscapes(text: string): string {
	return text.replace(/\\(.)/g, (whole, sign: string) => (/["'\\]/.test(sign) ? sign : (escapes.get(sign) ?? whole)));
}

/** Says what was probably meant, for the slips that other languages and shells teach. */
function whatIsWrong(rest: string): string {
	const variable = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?/.exec(rest)?.[1];
	if (variable) return `Write \`env.${variable}\` for the variable ${variable}.`;
	if (/^["']/.test(rest)) return "This text has no closing quote.";
	if (rest.startsWith("=")) return "One `=` compares nothing: write `==`.";
	if (rest.startsWith("&")) return "Write `and`, or `&&`.";
	if (rest.startsWith("|")) return "There are no filters here. For an alternative write `or`, or `||`.";
	if (/^[-+*/%~]/.test(rest)) return "There is no arithmetic here.";
	return `\`${String.fromCodePoint(rest.codePointAt(0) ?? 0)}\` has no meaning here.`;
}
