import { evaluate } from "./evaluate.ts";
import { type Expression, UnreadableExpression } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";
import type { Scope } from "./scope.ts";

/** `evaluate` throws an ExpressionFault where an operator does not fit its operands. Columns count from 1. */
export type Compiled =
	| { readonly ok: true; readonly expression: Expression; evaluate(scope: Scope): unknown }
	| { readonly ok: false; readonly message: string; readonly column: number };

/** An expression of a `condition` or between `${{` and `}}`; with these marks around it, or around parts of it, too. */
export function compileExpression(text: string): Compiled {
	try {
		const expression = parseExpression(text);
		return { ok: true, expression, evaluate: (scope) => evaluate(expression, scope) };
	} catch (fault) {
		if (fault instanceof UnreadableExpression) return { ok: false, message: fault.message, column: fault.column };
		throw fault;
	}
}
