import { interpolate } from "./condition/interpolate.ts";
import type { Scope } from "./condition/scope.ts";
import type { Script, Workflow } from "./pipeline.ts";

/** A workflow with every `${{ … }}` replaced; a sentence for each that names nothing. Pure. */
export function fillIn(
	workflow: Workflow,
	scope: Scope,
): { readonly workflow: Workflow; readonly problems: readonly string[] } {
	const problems: string[] = [];
	const filled = <T>(value: T): T => everyText(value, scope, problems);
	// Conditions keep theirs: they are expressions themselves.
	const script = ({ when, ...rest }: Script): Script => ({ ...filled(rest), when });
	const { when, inputs, scripts, publishing, ...rest } = workflow;
	return {
		workflow: { ...filled(rest), when, inputs, scripts: scripts.map(script), publishing: publishing.map(script) },
		problems,
	};
}

/** Every text in a value, however deep. */
function everyText<T>(value: T, scope: Scope, problems: string[]): T {
	if (typeof value === "string") {
		if (!value.includes("${{")) return value;
		const { text, problems: own } = interpolate(value, scope);
		problems.push(...own);
		return text as T;
	}
	if (Array.isArray(value)) return value.map((each: unknown) => everyText(each, scope, problems)) as T;
	if (typeof value !== "object" || value === null) return value;
	const copy = Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>;
	for (const [key, each] of Object.entries(value)) copy[key] = everyText(each, scope, problems);
	return copy as T;
}
