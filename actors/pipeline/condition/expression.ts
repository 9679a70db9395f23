import type { RootName } from "./scope.ts";

/** An expression as parsed. */
export type Expression =
	| { readonly kind: "literal"; readonly value: string | number | boolean | null }
	| { readonly kind: "list"; readonly items: readonly Expression[] }
	/** A text with `${{ … }}` in it. */
	| { readonly kind: "template"; readonly parts: readonly (string | Expression)[] }
	| { readonly kind: "root"; readonly name: RootName }
	| { readonly kind: "member"; readonly of: Expression; readonly key: Expression }
	| { readonly kind: "not"; readonly operand: Expression }
	| { readonly kind: "both" | "either"; readonly left: Expression; readonly right: Expression }
	| {
			readonly kind: "comparison";
			readonly operator: Comparison;
			readonly left: Expression;
			readonly right: Expression;
	  };

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";

/** Characters of one expression. */
export const longestExpression = 4_096;

/** Expressions inside of each other: what keeps a hostile text from exhausting the stack. */
export const deepestExpression = 64;

/** The text is no expression; columns count from 1. */
export class UnreadableExpression extends Error {
	readonly column: number;

	constructor(message: string, column: number) {
		super(message);
		this.column = column;
	}
}

/** The expression is one, but has no value for these names. */
export class ExpressionFault extends Error {}
