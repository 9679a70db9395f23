import { type Comparison, deepestExpression, type Expression, ExpressionFault } from "./expression.ts";
import { renderValue } from "./render-value.ts";
import type { Scope } from "./scope.ts";

/**
 * The value of an expression. It goes by Python's rules, because Codemagic's conditions are expressions of Jinja: what
 * is missing is null, `and` and `or` yield one of their operands, and a text never equals a number.
 * @throws ExpressionFault
 */
export function evaluate(expression: Expression, scope: Scope): unknown {
	switch (expression.kind) {
		case "literal":
			return expression.value;
		case "list":
			return expression.items.map((item) => evaluate(item, scope));
		case "template":
			return expression.parts
				.map((part) => (typeof part === "string" ? part : renderValue(evaluate(part, scope))))
				.join("");
		case "root":
			return scope[expression.name];
		case "member":
			return memberOf(evaluate(expression.of, scope), evaluate(expression.key, scope));
		case "not":
			return !isTruthy(evaluate(expression.operand, scope));
		case "both": {
			const left = evaluate(expression.left, scope);
			return isTruthy(left) ? evaluate(expression.right, scope) : left;
		}
		case "either": {
			const left = evaluate(expression.left, scope);
			return isTruthy(left) ? left : evaluate(expression.right, scope);
		}
		case "comparison":
			return compare(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
	}
}

/** As in Python, where empty lists and mappings are false too. The text "false" is true. */
export function isTruthy(value: unknown): boolean {
	if (Array.isArray(value)) return value.length > 0;
	if (isMapping(value)) return Object.keys(value).length > 0;
	return Boolean(value);
}

/** Own members only: a payload's `constructor` is what the payload says, and nothing if it says nothing. */
function memberOf(of: unknown, key: unknown): unknown {
	if (Array.isArray(of)) return typeof key === "number" ? ((of as readonly unknown[]).at(key) ?? null) : null;
	if (!isMapping(of) || typeof key !== "string" || !Object.hasOwn(of, key)) return null;
	return of[key] ?? null;
}

function compare(operator: Comparison, left: unknown, right: unknown): boolean {
	switch (operator) {
		case "==":
			return areEqual(left, right);
		case "!=":
			return !areEqual(left, right);
		case "in":
			return isIn(left, right);
		case "not in":
			return !isIn(left, right);
		case "<":
			return inOrder(operator, left, right, (order) => order < 0);
		case "<=":
			return inOrder(operator, left, right, (order) => order <= 0);
		case ">":
			return inOrder(operator, left, right, (order) => order > 0);
		case ">=":
			return inOrder(operator, left, right, (order) => order >= 0);
	}
}

function areEqual(left: unknown, right: unknown, depth = 0): boolean {
	if (depth > deepestExpression) throw new ExpressionFault("It compares values that are nested too deeply.");
	if (plain(left) === plain(right)) return true;
	if (Array.isArray(left) && Array.isArray(right))
		return left.length === right.length && left.every((item, index) => areEqual(item, right[index], depth + 1));
	if (!isMapping(left) || !isMapping(right)) return false;
	const keys = Object.keys(left);
	return (
		keys.length === Object.keys(right).length &&
		keys.every((key) => Object.hasOwn(right, key) && areEqual(left[key], right[key], depth + 1))
	);
}

/** In a list, a text or the keys of a mapping. Nothing is in what is missing. */
function isIn(left: unknown, right: unknown): boolean {
	if (right === null || right === undefined) return false;
	if (Array.isArray(right)) return right.some((item) => areEqual(left, item));
	if (isMapping(right)) return typeof left === "string" && Object.hasOwn(right, left);
	if (typeof right !== "string") throw new ExpressionFault(`\`in\` cannot look into ${kindOf(right)}.`);
	if (left === null || left === undefined) return false;
	if (typeof left !== "string") throw new ExpressionFault(`\`in\` cannot look for ${kindOf(left)} in a text.`);
	return right.includes(left);
}

/** What is missing is neither before nor after anything: an event without the member does not meet the condition. */
function inOrder(operator: Comparison, left: unknown, right: unknown, holds: (order: number) => boolean): boolean {
	const a = plain(left);
	const b = plain(right);
	if (a === null || b === null) return false;
	if ((typeof a === "number" && typeof b === "number") || (typeof a === "string" && typeof b === "string"))
		return holds(a < b ? -1 : a > b ? 1 : 0);
	throw new ExpressionFault(`\`${operator}\` cannot compare ${kindOf(left)} with ${kindOf(right)}.`);
}

/** Flags are the numbers 0 and 1 when compared, as in Python. */
function plain(value: unknown): unknown {
	if (value === undefined) return null;
	return typeof value === "boolean" ? Number(value) : value;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return "a list";
	if (typeof value === "object") return "a mapping";
	if (typeof value === "boolean") return "true or false";
	return typeof value === "number" ? "a number" : "a text";
}
