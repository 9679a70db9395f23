import type { DocumentNode, Entry, MappingNode } from "./document.ts";
import type { Script, Triggering, Workflow } from "./pipeline.ts";
import { readEnvironment } from "./read-environment.ts";
import { readGlobs } from "./read-globs.ts";
import { readInputs } from "./read-inputs.ts";
import { readPublishing } from "./read-publishing.ts";
import { readDirectory, readScript } from "./read-script.ts";
import { byHand, onEverything, readTriggering } from "./read-triggering.ts";
import { below, member, type Values } from "./read-values.ts";
import { readWhen } from "./read-when.ts";

const keys = [
	...["name", "max_build_duration", "working_directory", "labels", "inputs", "environment", "triggering", "when"],
	...["scripts", "artifacts", "publishing"],
] as const;
/** Codemagic's, which a server of one's own has no use for, or not yet; and what happens instead. */
const others: Readonly<Record<string, string>> = {
	instance_type: "The build runs on this server's machine, whatever instance_type says.",
	integrations: "integrations have no effect: credentials are the environment's so far.",
	cache: "Nothing is cached so far: what a build needs it fetches, or finds on this machine.",
	signing: "Nothing is signed by the server so far.",
};
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
	const { variables, groups } = readEnvironment(values, mapping, below(path, "environment"));
	return {
		id,
		...readOptions(values, mapping, path, id),
		labels: readLabels(values, mapping, below(path, "labels")),
		inputs: readInputs(values, mapping, below(path, "inputs")),
		environment: variables,
		groups,
		triggering: triggeringOf(values, mapping, entry, path, handOnly),
		when: readWhen(values, mapping, path),
		scripts: readScripts(values, mapping, path),
		artifacts: readGlobs(values, mapping, "artifacts", path),
		publishing: readPublishing(values, mapping, below(path, "publishing")),
	};
}

function warnOfOthers(values: Values, mapping: MappingNode, path: string): void {
	for (const [key, entry] of mapping.entries) {
		if ((keys as readonly string[]).includes(key)) continue;
		const instead = Object.hasOwn(others, key) ? others[key] : undefined;
		if (instead === undefined)
			values.problems.unknownKey(entry.key, below(path, key), key, [...keys, ...Object.keys(others)]);
		else {
			values.problems.warn(entry.key, below(path, key), instead);
			if (key === "cache") checkCache(values, entry.value, below(path, key));
		}
	}
}

function checkCache(values: Values, node: DocumentNode, path: string): void {
	const mapping = values.mapping(node, path, "cache");
	if (mapping) readGlobs(values, mapping, "cache_paths", path);
}

function readOptions(
	values: Values,
	mapping: MappingNode,
	path: string,
	id: string,
): Pick<Workflow, "name" | "maxBuildDurationMs" | "workingDirectory"> {
	const name = member(mapping, "name");
	const duration = member(mapping, "max_build_duration");
	const minutes =
		duration &&
		values.amount(duration, below(path, "max_build_duration"), "max_build_duration", "minutes", dayInMinutes);
	const directory = member(mapping, "working_directory");
	const workingDirectory = directory && readDirectory(values, directory, below(path, "working_directory"));
	return {
		name: (name && values.text(name, below(path, "name"), "name")) || id,
		...(minutes !== undefined && { maxBuildDurationMs: Math.round(minutes * 60_000) }),
		...(workingDirectory !== undefined && { workingDirectory }),
	};
}

function readLabels(values: Values, mapping: MappingNode, path: string): string[] {
	const node = member(mapping, "labels");
	return node
		? values.list(node, path, "labels").flatMap((item, index) => values.text(item, below(path, index), "A label") ?? [])
		: [];
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
