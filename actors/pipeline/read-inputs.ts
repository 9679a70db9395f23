import type { DocumentNode, Entry, MappingNode } from "./document.ts";
import type { Input, InputValue } from "./pipeline.ts";
import { below, member, type Values } from "./read-values.ts";

const keys = ["name", "description", "type", "default", "required", "options"] as const;
const types = ["string", "number", "boolean", "choice"] as const;
type InputType = (typeof types)[number];

export function readInputs(values: Values, workflow: MappingNode, path: string): Input[] {
	const node = member(workflow, "inputs");
	const mapping = node && values.mapping(node, path, "inputs");
	return [...(mapping?.entries ?? [])].flatMap(([id, entry]) => readInput(values, id, entry, below(path, id)) ?? []);
}

function readInput(values: Values, id: string, entry: Entry, path: string): Input | undefined {
	if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(id)) {
		values.problems.error(entry.key, path, `"${id}" cannot be the name of an input: letters, digits, _ and - only.`);
		return undefined;
	}
	if (entry.value.kind === "scalar" && entry.value.value === null)
		return { id, type: "string", required: false, options: [] };
	const mapping = values.mapping(entry.value, path, `The input ${id}`);
	if (!mapping) return undefined;
	for (const [key, each] of mapping.entries)
		if (!(keys as readonly string[]).includes(key)) values.problems.unknownKey(each.key, below(path, key), key, keys);
	const options = readOptions(values, mapping, below(path, "options"));
	const type = readType(values, mapping, path) ?? (options.length > 0 ? "choice" : "string");
	if (type === "choice" && options.length === 0)
		values.problems.error(mapping, path, `The input ${id} is a choice: it needs \`options\`.`);
	const required = member(mapping, "required");
	const description = member(mapping, "description");
	const given = member(mapping, "default");
	const chosen = given && readDefault(values, given, below(path, "default"), { type, options });
	return {
		id,
		type,
		options,
		required: (required && values.flag(required, below(path, "required"), "required")) ?? false,
		...(description && { description: values.text(description, below(path, "description"), "description") ?? "" }),
		...(chosen !== undefined && { default: chosen }),
	};
}

function readType(values: Values, mapping: MappingNode, parent: string): InputType | undefined {
	const node = member(mapping, "type");
	if (!node) return undefined;
	const path = below(parent, "type");
	const name = values.text(node, path, "type") ?? "";
	const type = types.find((known) => known === name);
	if (!type && name)
		values.problems.error(node, path, `"${name}" is not a type of input. There are ${types.join(", ")}.`);
	return type;
}

function readOptions(values: Values, mapping: MappingNode, path: string): string[] {
	const node = member(mapping, "options");
	return node
		? values
				.list(node, path, "options")
				.flatMap((item, index) => values.text(item, below(path, index), "An option") ?? [])
		: [];
}

function readDefault(
	values: Values,
	node: DocumentNode,
	path: string,
	{ type, options }: Pick<Input, "type" | "options">,
): InputValue | undefined {
	const text = values.text(node, path, "default");
	if (text === undefined) return undefined;
	const value = inputValue({ type, options }, text);
	if (typeof value === "object") values.problems.error(node, path, `The default ${value.refused}`);
	return typeof value === "object" ? undefined : value;
}

/** A text as a value of an input's type, or why it is none. */
export function inputValue(
	{ type, options }: Pick<Input, "type" | "options">,
	text: string,
): InputValue | { refused: string } {
	switch (type) {
		case "string":
			return text;
		case "number":
			return text.trim() !== "" && Number.isFinite(Number(text))
				? Number(text)
				: { refused: `"${text}" is not a number.` };
		case "boolean":
			return text === "true" || text === "false"
				? text === "true"
				: { refused: `"${text}" is neither true nor false.` };
		case "choice":
			return options.includes(text) ? text : { refused: `"${text}" is not among its options: ${options.join(", ")}.` };
	}
}
