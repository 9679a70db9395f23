import type { DocumentNode, MappingNode } from "./document.ts";
import type { Script } from "./pipeline.ts";
import { readGlobs } from "./read-globs.ts";
import { below, member, type Values } from "./read-values.ts";
import { readWhen } from "./read-when.ts";

const keys = [
	...["name", "script", "timeout", "ignore_failure", "working_directory", "test_report", "when", "condition"],
	"retry_on_interrupt",
] as const;
const dayInSeconds = 86_400;
const longestName = 60;

export function readScript(values: Values, node: DocumentNode, path: string): Script | undefined {
	if (node.kind === "scalar") {
		const script = readText(values, node, path);
		return script === undefined
			? undefined
			: { name: nameOf(script), script, when: {}, testReports: [], ignoreFailure: false, retryOnInterrupt: false };
	}
	const mapping = values.mapping(node, path, "A script");
	if (!mapping) return undefined;
	for (const [key, entry] of mapping.entries) {
		if (!(keys as readonly string[]).includes(key)) values.problems.unknownKey(entry.key, below(path, key), key, keys);
	}
	const given = member(mapping, "script");
	const script = given && readText(values, given, below(path, "script"));
	if (!given) values.problems.error(node, path, "A script needs a `script`.");
	return script === undefined ? undefined : { script, ...readOptions(values, mapping, path, nameOf(script)) };
}

function readText(values: Values, node: DocumentNode, path: string): string | undefined {
	const script = values.text(node, path, "A script");
	if (script === undefined || script.trim() !== "") return script;
	values.problems.error(node, path, "The script is empty.");
	return undefined;
}

function readOptions(values: Values, mapping: MappingNode, path: string, unnamed: string): Omit<Script, "script"> {
	const read = <T>(key: string, how: (node: DocumentNode, path: string) => T | undefined): T | undefined => {
		const node = member(mapping, key);
		return node && how(node, below(path, key));
	};
	const timeout = read("timeout", (node, at) => values.amount(node, at, "timeout", "seconds", dayInSeconds));
	const workingDirectory = read("working_directory", (node, at) => readDirectory(values, node, at));
	return {
		name: read("name", (node, at) => values.text(node, at, "name")) || unnamed,
		ignoreFailure: read("ignore_failure", (node, at) => values.flag(node, at, "ignore_failure")) ?? false,
		when: readWhen(values, mapping, path),
		testReports: readGlobs(values, mapping, "test_report", path),
		retryOnInterrupt: read("retry_on_interrupt", (node, at) => values.flag(node, at, "retry_on_interrupt")) ?? false,
		...(timeout !== undefined && { timeoutMs: Math.round(timeout * 1000) }),
		...(workingDirectory !== undefined && { workingDirectory }),
	};
}

/** Relative, and not above where it starts. */
export function readDirectory(values: Values, node: DocumentNode, path: string): string | undefined {
	const directory = values.text(node, path, "working_directory");
	if (directory === undefined) return undefined;
	if (directory.startsWith("/") || directory.split("/").includes("..")) {
		values.problems.error(node, path, "working_directory must be inside the workspace: relative, without `..`.");
		return undefined;
	}
	return directory;
}

/** A script without a name is called by its first line. */
function nameOf(script: string): string {
	const lines = script.split(/[\r\n]/).map((line) => line.trim());
	const first = lines.find((line) => line !== "" && !line.startsWith("#!")) ?? "Script";
	if (first.length <= longestName) return first;
	// Not in the middle of a character of two units.
	return `${first.slice(0, longestName - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
