import { nearest } from "../nearest.ts";
import { compileExpression } from "./compile-expression.ts";
import { type Expression, ExpressionFault } from "./expression.ts";
import { renderValue } from "./render-value.ts";
import type { Scope } from "./scope.ts";
import { splitTemplate } from "./split-template.ts";

/** Characters that a text may have more with the values in it: one that names a long value often grows fast. */
const mostGrowth = 4 * 1024 * 1024;
const mostProblems = 20;

export interface Interpolated {
	readonly text: string;
	/** With any, the text is not to be used. At most twenty. */
	readonly problems: readonly string[];
}

/** Replaces every `${{ … }}` by its value. One that has none stays as it is and is a problem. */
export function interpolate(text: string, scope: Scope): Interpolated {
	const problems = new Set<string>();
	let room = mostGrowth;
	const pieces = [...splitTemplate(text)].map((part) => {
		if (part.kind === "text") return part.text;
		const source = part.kind === "unclosed" ? part.text : `\${{${part.source}}}`;
		const found = part.kind === "unclosed" ? { problem: "it has no `}}`." } : resolve(part.source, scope);
		room -= found.value?.length ?? 0;
		if (found.value !== undefined && room >= 0) return found.value;
		if (problems.size < mostProblems)
			problems.add(`In ${quote(source)}: ${found.problem ?? "the text becomes too long."}`);
		return source;
	});
	return { text: pieces.join(""), problems: [...problems] };
}

type Found =
	| { readonly value: string; readonly problem?: never }
	| { readonly value?: never; readonly problem: string };

function resolve(source: string, scope: Scope): Found {
	const compiled = compileExpression(source);
	if (!compiled.ok) return { problem: compiled.message };
	const unknown = unknownInput(compiled.expression, scope);
	if (unknown !== undefined) return { problem: unknown };
	try {
		const value = compiled.evaluate(scope);
		return value === null || value === undefined ? { problem: "it has no value." } : { value: renderValue(value) };
	} catch (fault) {
		if (fault instanceof ExpressionFault) return { problem: fault.message };
		throw fault;
	}
}

/** The first input named that the workflow does not have, wherever in the expression it is. */
function unknownInput(expression: Expression, scope: Scope): string | undefined {
	if (
		expression.kind === "member" &&
		expression.of.kind === "root" &&
		expression.of.name === "inputs" &&
		expression.key.kind === "literal"
	) {
		const name = String(expression.key.value);
		return Object.hasOwn(scope.inputs, name) ? undefined : describe(name, Object.keys(scope.inputs));
	}
	return partsOf(expression)
		.map((part) => unknownInput(part, scope))
		.find((unknown) => unknown !== undefined);
}

function partsOf(expression: Expression): readonly Expression[] {
	switch (expression.kind) {
		case "literal":
		case "root":
			return [];
		case "list":
			return expression.items;
		case "template":
			return expression.parts.filter((part) => typeof part !== "string");
		case "member":
			return [expression.of, expression.key];
		case "not":
			return [expression.operand];
		case "both":
		case "either":
		case "comparison":
			return [expression.left, expression.right];
	}
}

function describe(name: string, known: readonly string[]): string {
	if (known.length === 0) return `there is no input \`${name}\`: the workflow has none.`;
	const meant = nearest(name, known);
	return `there is no input \`${name}\`. ${meant === undefined ? `There are ${known.join(", ")}.` : `Is \`${meant}\` meant?`}`;
}

function quote(source: string): string {
	const line = source.replace(/\s+/g, " ");
	return `\`${line.length > 80 ? `${line.slice(0, 80).toWellFormed()}…` : line}\``;
}
