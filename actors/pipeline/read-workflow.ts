import type { DocumentNode, Entry, MappingNode } from "./document.ts";
import type { Script, Triggering, Workflow } from "./pipeline.ts";
import { readScript } from "./read-script.ts";
import { byHand, onEverything, readTriggering } from "./read-triggering.ts";
import { below, isNull, member, type Values } from "./read-values.ts";

const keys = ["name", "max_build_duration", "environment", "triggering", "scripts", "artifacts"] as const;
/** Codemagic's own, understood and without effect so far. */
const notYet = [
	"instance_type",
	"working_directory",
	"labels",
	"inputs",
	"integrations",
	"cache",
	"when",
	"publishing",
	"signing",
] as const;
const environmentNotYet = [
	...["groups", "flutter", "xcode", "cocoapods", "node", "java", "ruby", "ndk", "unity", "npm"],
	...["android_signing", "ios_signing"],
];
const dayInMinutes = 1_440;

/** @param handOnly what a workflow without `triggering` means in this kind of file */
export function readWorkflow(
	values: Values,
	id: string,
	entry: Entry,
	path: string,
	handOnly: boolean,
): Workflow | undefined {
	if (id === "") {
		values.problems.error(entry.key, path, "A workflow needs a name before the colon.");
		return undefined;
	}
	const mapping = values.mapping(entry.value, path, `The workflow ${id}`);
	if (!mapping) return undefined;
	warnOfOthers(values, mapping, path);
	const name = member(mapping, "name");
	const duration = member(mapping, "max_build_duration");
	const minutes =
		duration &&
		values.amount(duration, below(path, "max_build_duration"), "max_build_duration", "minutes", dayInMinutes);
	return {
		id,
		name: (name && values.text(name, below(path, "name"), "name")) || id,
		...(minutes !== undefined && { maxBuildDurationMs: Math.round(minutes * 60_000) }),
		environment: readVariables(values, mapping, below(path, "environment")),
		triggering: triggeringOf(values, mapping, entry, path, handOnly),
		scripts: readScripts(values, mapping, path),
		artifacts: readArtifacts(values, mapping, below(path, "artifacts")),
	};
}

function warnOfOthers(values: Values, mapping: MappingNode, path: string): void {
	for (const [key, entry] of mapping.entries) {
		if ((keys as readonly string[]).includes(key)) continue;
		if ((notYet as readonly string[]).includes(key)) {
			values.problems.warn(entry.key, below(path, key), `${key} is understood but not acted on yet.`);
		} else values.problems.unknownKey(entry.key, below(path, key), key, [...keys, ...notYet]);
	}
}

function triggeringOf(values: Values, mapping: MappingNode, entry: Entry, path: string, handOnly: boolean): Triggering {
	const node = member(mapping, "triggering");
	if (node) return readTriggering(values, node, below(path, "triggering"));
	if (!handOnly) return onEverything;
	values.problems.warn(entry.key, path, "Without `triggering` this workflow is started by hand only, as on Codemagic.");
	return byHand;
}

function readScripts(values: Values, mapping: MappingNode, parent: string): Script[] {
	const path = below(parent, "scripts");
	const node = member(mapping, "scripts");
	const items = node ? values.list(node, path, "scripts") : [];
	if (items.length === 0) values.problems.error(node ?? mapping, path, "A workflow needs at least one script.");
	return items.flatMap((item, index) => readScript(values, item, below(path, index)) ?? []);
}

function readArtifacts(values: Values, mapping: MappingNode, path: string): string[] {
	const node = member(mapping, "artifacts");
	if (!node) return [];
	return values
		.list(node, path, "artifacts")
		.flatMap((item, index) => values.text(item, below(path, index), "An artifact pattern") ?? []);
}

function readVariables(values: Values, workflow: MappingNode, path: string): Record<string, string> {
	// No prototype: `__proto__` is a name like any other.
	const variables: Record<string, string> = Object.create(null) as Record<string, string>;
	const node = member(workflow, "environment");
	const environment = node && values.mapping(node, path, "environment");
	if (!environment) return variables;
	for (const [key, entry] of environment.entries) {
		if (key === "vars") continue;
		if (environmentNotYet.includes(key))
			values.problems.warn(entry.key, below(path, key), `environment.${key} is understood but not acted on yet.`);
		else values.problems.unknownKey(entry.key, below(path, key), key, ["vars", ...environmentNotYet]);
	}
	const vars = member(environment, "vars");
	const mapping = vars && values.mapping(vars, below(path, "vars"), "vars");
	for (const [name, entry] of mapping?.entries ?? []) {
		const at = below(below(path, "vars"), name);
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
	return values.text(node, path, "A variable") ?? "";
}
