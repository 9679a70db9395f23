import { compileExpression } from "./compile-expression.ts";
import { isTruthy } from "./evaluate.ts";
import { ExpressionFault } from "./expression.ts";
import type { Scope } from "./scope.ts";

/** Characters of a condition that a sentence repeats. */
const longestQuotation = 200;

/** Whether it holds; a sentence that says it does not; or, if that cannot be said, a sentence why. */
export function judgeCondition(text: string, scope: Scope): true | string | { readonly fault: string } {
	const compiled = compileExpression(text);
	const quoted = quote(text);
	if (!compiled.ok)
		return { fault: `The condition ${quoted} cannot be read, at character ${compiled.column}: ${compiled.message}` };
	try {
		return holds(text, compiled.evaluate(scope)) || `The condition ${quoted} is false.`;
	} catch (fault) {
		if (fault instanceof ExpressionFault)
			return { fault: `The condition ${quoted} cannot be evaluated: ${fault.message}` };
		throw fault;
	}
}

/**
 * Codemagic puts the value of `${{ inputs.x }}` into the condition before it reads it, so there the text `false`, of a
 * choice for instance, is false, whereas the same text in a variable is a text like any other.
 */
function holds(text: string, value: unknown): boolean {
	if (value === "false" && text.trimStart().startsWith("${{")) return false;
	return isTruthy(value);
}

function quote(text: string): string {
	const line = text.trim().replace(/\s+/g, " ");
	return line.length > longestQuotation ? `\`${line.slice(0, longestQuotation).toWellFormed()}…\`` : `\`${line}\``;
}
