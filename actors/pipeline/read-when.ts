import { compileExpression } from "./condition/compile-expression.ts";
import type { MappingNode } from "./document.ts";
import type { Changeset, When } from "./pipeline.ts";
import { readGlobs } from "./read-globs.ts";
import { below, member, type Values } from "./read-values.ts";

const keys = ["changeset", "condition"] as const;
const changesetKeys = ["includes", "excludes"] as const;

/** `when` of a workflow or script; a script may have `condition` beside it too. */
export function readWhen(values: Values, parent: MappingNode, parentPath: string): When {
	const node = member(parent, "when");
	const path = below(parentPath, "when");
	const mapping = node && values.mapping(node, path, "when");
	for (const [key, entry] of mapping?.entries ?? [])
		if (!(keys as readonly string[]).includes(key)) values.problems.unknownKey(entry.key, below(path, key), key, keys);
	const changeset = mapping && readChangeset(values, mapping, below(path, "changeset"));
	const condition = mapping ? readCondition(values, mapping, path) : readCondition(values, parent, parentPath);
	return { ...(changeset && { changeset }), ...(condition !== undefined && { condition }) };
}

function readCondition(values: Values, parent: MappingNode, parentPath: string): string | undefined {
	const node = member(parent, "condition");
	if (!node) return undefined;
	const path = below(parentPath, "condition");
	const text = values.text(node, path, "condition");
	if (text === undefined) return undefined;
	const compiled = compileExpression(text);
	if (!compiled.ok) values.problems.error(node, path, `The condition cannot be read: ${compiled.message}`);
	return text;
}

function readChangeset(values: Values, parent: MappingNode, path: string): Changeset | undefined {
	const node = member(parent, "changeset");
	const mapping = node && values.mapping(node, path, "changeset");
	if (!mapping) return undefined;
	for (const [key, entry] of mapping.entries)
		if (!(changesetKeys as readonly string[]).includes(key))
			values.problems.unknownKey(entry.key, below(path, key), key, changesetKeys);
	return {
		includes: readGlobs(values, mapping, "includes", path),
		excludes: readGlobs(values, mapping, "excludes", path),
	};
}
