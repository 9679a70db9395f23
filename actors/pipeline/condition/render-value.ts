import { ExpressionFault } from "./expression.ts";

/** A value as it stands in a text: flags as `true` and `false`, as Codemagic has it; what is missing, as nothing. */
export function renderValue(value: unknown): string {
	if (value === null || value === undefined) return "";
	if (typeof value === "string") return value;
	if (typeof value === "number" || typeof value === "boolean") return String(value);
	throw new ExpressionFault(`It is a ${Array.isArray(value) ? "list" : "mapping"}, which no text can hold.`);
}
