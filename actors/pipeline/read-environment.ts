import type { DocumentNode, MappingNode } from "./document.ts";
import { below, isNull, member, type Values } from "./read-values.ts";

/** What a hosted server would install; here the machine's owner does. */
const versions = ["flutter", "xcode", "cocoapods", "node", "npm", "java", "ruby", "ndk", "unity", "android_sdk"];
const signing = ["android_signing", "ios_signing"];
const keys = ["vars", "groups", ...versions, ...signing];

export interface Environment {
	readonly variables: Readonly<Record<string, string>>;
	readonly groups: readonly string[];
}

export function readEnvironment(values: Values, workflow: MappingNode, path: string): Environment {
	const node = member(workflow, "environment");
	const environment = node && values.mapping(node, path, "environment");
	if (!environment) return { variables: noVariables(), groups: [] };
	for (const [key, entry] of environment.entries) {
		const at = below(path, key);
		if (versions.includes(key)) {
			checkVersion(values, entry.value, at, key);
			values.problems.warn(entry.key, at, `Nothing is installed: the build uses the ${key} that this machine has.`);
		} else if (signing.includes(key)) {
			values.problems.warn(entry.key, at, `${key} has no effect: nothing is signed by the server so far.`);
		} else if (!keys.includes(key)) values.problems.unknownKey(entry.key, at, key, keys);
	}
	return {
		variables: readVariables(values, environment, below(path, "vars")),
		groups: readGroups(values, environment, path),
	};
}

/** A word, a number, or a mapping such as Flutter's `{ version, channel }`. */
function checkVersion(values: Values, node: DocumentNode, path: string, key: string): void {
	if (isNull(node) || node.kind === "mapping") return;
	values.text(node, path, key);
}

function readGroups(values: Values, environment: MappingNode, parent: string): string[] {
	const node = member(environment, "groups");
	if (!node) return [];
	const path = below(parent, "groups");
	return values
		.list(node, path, "groups")
		.flatMap((item, index) => values.text(item, below(path, index), "A group") ?? []);
}

function readVariables(values: Values, environment: MappingNode, path: string): Record<string, string> {
	const variables = noVariables();
	const node = member(environment, "vars");
	const mapping = node && values.mapping(node, path, "vars");
	for (const [name, entry] of mapping?.entries ?? []) {
		const at = below(path, name);
		if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
			values.problems.error(
				entry.key,
				at,
				`"${name}" cannot be the name of a variable: letters, digits and _ only, no digit first.`,
			);
		} else if (isNull(entry.value)) variables[name] = "";
		else variables[name] = readVariable(values, entry.value, at);
	}
	return variables;
}

function readVariable(values: Values, node: DocumentNode, path: string): string {
	const text = values.text(node, path, "A variable") ?? "";
	if (text.startsWith("Encrypted("))
		values.problems.warn(
			node,
			path,
			"Only Codemagic can open what it encrypted: the variable is set to it as it stands.",
		);
	return text;
}

/** No prototype: `__proto__` is a name like any other. */
function noVariables(): Record<string, string> {
	return Object.create(null) as Record<string, string>;
}
