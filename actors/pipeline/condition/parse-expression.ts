import { nearest } from "../nearest.ts";
import {
	type Comparison,
	deepestExpression,
	type Expression,
	longestExpression,
	UnreadableExpression,
} from "./expression.ts";
import { rootNames } from "./scope.ts";
import { splitTemplate, type TemplatePart } from "./split-template.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** From loose to tight. `not a == b` denies the comparison as in Python, `!a == b` only `a` as everywhere else. */
const power = { either: 1, both: 2, not: 3, comparison: 4, exclamation: 5 } as const;

const comparisons: readonly string[] = ["==", "!=", "<", "<=", ">", ">=", "in", "not in"] satisfies Comparison[];

const constants: ReadonlyMap<string, boolean | null> = new Map([
	["true", true],
	["True", true],
	["false", false],
	["False", false],
	["null", null],
	["None", null],
	["none", null],
]);

/** @throws UnreadableExpression */
export function parseExpression(text: string, depth = 0): Expression {
	if (text.length > longestExpression)
		throw new UnreadableExpression(`It is longer than ${longestExpression} characters.`, longestExpression + 1);
	return new Parser(tokenize(text), depth).whole();
}

/** Precedence climbing: each operator takes what binds tighter than itself. */
class Parser {
	readonly #tokens: readonly Token[];
	readonly #end: Token;
	#at = 0;
	#depth: number;

	constructor(tokens: readonly Token[], depth: number) {
		this.#tokens = tokens;
		this.#end = tokens.at(-1) ?? { kind: "end", text: "", column: 1 };
		this.#depth = depth;
	}

	whole(): Expression {
		const expression = this.#expression(0);
		if (this.#next.kind !== "end") throw unexpected(this.#next, "the end, `and` or `or`");
		return expression;
	}

	get #next(): Token {
		return this.#tokens[this.#at] ?? this.#end;
	}

	#take(): Token {
		const token = this.#next;
		this.#at++;
		return token;
	}

	#takeIf(...texts: readonly string[]): Token | undefined {
		return isWord(this.#next) && texts.includes(this.#next.text) ? this.#take() : undefined;
	}

	#expect(text: string): void {
		if (!this.#takeIf(text)) throw unexpected(this.#next, `\`${text}\``);
	}

	#expression(above: number): Expression {
		if (++this.#depth > deepestExpression)
			throw new UnreadableExpression(`It has more than ${deepestExpression} levels.`, this.#next.column);
		let left = this.#operand();
		for (;;) {
			const joined = this.#joined(left, above);
			if (!joined) break;
			left = joined;
		}
		this.#depth--;
		return left;
	}

	/** What is on the left with the operator and the operand after it, when that binds tight enough. */
	#joined(left: Expression, above: number): Expression | undefined {
		if (above < power.either && this.#takeIf("or", "||"))
			return { kind: "either", left, right: this.#expression(power.either) };
		if (above < power.both && this.#takeIf("and", "&&"))
			return { kind: "both", left, right: this.#expression(power.both) };
		if (above >= power.comparison) return undefined;
		const operator = this.#comparison();
		if (!operator) return undefined;
		const right = this.#expression(power.comparison);
		if (isComparison(this.#next))
			throw new UnreadableExpression("Comparisons do not chain: join two of them with `and`.", this.#next.column);
		return { kind: "comparison", operator, left, right };
	}

	#comparison(): Comparison | undefined {
		if (!isComparison(this.#next)) return undefined;
		const { text } = this.#take();
		if (text !== "not") return text as Comparison;
		this.#expect("in");
		return "not in";
	}

	#operand(): Expression {
		if (this.#takeIf("not")) return { kind: "not", operand: this.#expression(power.not) };
		if (this.#takeIf("!")) return { kind: "not", operand: this.#expression(power.exclamation) };
		let operand = this.#primary();
		for (;;) {
			const member = this.#member(operand);
			if (!member) return operand;
			operand = member;
		}
	}

	#member(of: Expression): Expression | undefined {
		const sign = this.#takeIf(".", "[", "(");
		if (sign?.text === "(") throw new UnreadableExpression("There are no functions here.", sign.column);
		if (sign?.text === "[") {
			const key = this.#expression(0);
			this.#expect("]");
			return { kind: "member", of, key };
		}
		if (!sign) return undefined;
		const name = this.#take();
		if (name.kind !== "name") throw unexpected(name, "a name after the dot");
		const mayHaveHyphens = of.kind === "root" && of.name === "inputs";
		if (name.text.includes("-") && !mayHaveHyphens)
			throw new UnreadableExpression(
				`There is no arithmetic here. If it is a name, write \`["${name.text}"]\`.`,
				name.column,
			);
		return { kind: "member", of, key: { kind: "literal", value: name.text } };
	}

	#primary(): Expression {
		if (this.#takeIf("(")) return this.#group(")");
		if (this.#takeIf("${{")) return this.#group("}}");
		if (this.#takeIf("[")) return this.#list();
		const token = this.#take();
		if (token.kind === "number") return { kind: "literal", value: token.value };
		if (token.kind === "string") return this.#text(token.value, token.column);
		if (token.kind !== "name") throw unexpected(token, "a value");
		const constant = constants.get(token.text);
		if (constant !== undefined) return { kind: "literal", value: constant };
		const root = rootNames.find((name) => name === token.text);
		if (root) return { kind: "root", name: root };
		throw new UnreadableExpression(unknownName(token.text), token.column);
	}

	#group(closing: string): Expression {
		const inside = this.#expression(0);
		this.#expect(closing);
		return inside;
	}

	#list(): Expression {
		const items: Expression[] = [];
		while (!this.#takeIf("]")) {
			if (items.length > 0) this.#expect(",");
			// A comma may stand before the bracket too.
			if (this.#takeIf("]")) break;
			items.push(this.#expression(0));
		}
		return { kind: "list", items };
	}

	/** `"${{ inputs.flavor }}-release"`: what is between the marks is an expression in texts too. */
	#text(text: string, column: number): Expression {
		const parts = [...splitTemplate(text)];
		if (parts.every((part) => part.kind === "text")) return { kind: "literal", value: text };
		return { kind: "template", parts: parts.map((part) => this.#part(part, column)) };
	}

	#part(part: TemplatePart, column: number): string | Expression {
		if (part.kind === "text") return part.text;
		if (part.kind === "unclosed") throw new UnreadableExpression("The `${{` in this text is not closed.", column);
		try {
			return parseExpression(part.source, this.#depth);
		} catch (fault) {
			if (fault instanceof UnreadableExpression) throw new UnreadableExpression(fault.message, column);
			throw fault;
		}
	}
}

/** A text in quotes is no operator, whatever it says. */
function isWord(token: Token): boolean {
	return token.kind === "name" || token.kind === "sign";
}

function isComparison(token: Token): boolean {
	return isWord(token) && (comparisons.includes(token.text) || token.text === "not");
}

function unexpected({ kind, text, column }: Token, wanted: string): UnreadableExpression {
	if (kind === "name" && text === "is")
		return new UnreadableExpression("There is no `is` here: compare with `==`, as in `== null`.", column);
	return new UnreadableExpression(
		kind === "end" ? `It ends where ${wanted} should follow.` : `\`${text}\` stands where ${wanted} should be.`,
		column,
	);
}

function unknownName(name: string): string {
	const meant = nearest(name, [...rootNames, ...constants.keys()]);
	if (meant !== undefined) return `There is no \`${name}\` here. Is \`${meant}\` meant?`;
	return `There is no \`${name}\` here: only event, env and inputs. A text needs quotes.`;
}
