import type { MappingNode } from "./document.ts";
import { below, member, type Values } from "./read-values.ts";

const longestGlob = 1_024;

/** A list of patterns of files, or one in place of a list. */
export function readGlobs(values: Values, parent: MappingNode, key: string, parentPath: string): string[] {
	const node = member(parent, key);
	const path = below(parentPath, key);
	if (!node) return [];
	return values.list(node, path, key).flatMap((item, index) => {
		const pattern = values.text(item, below(path, index), "A pattern");
		if (pattern === undefined) return [];
		if (pattern !== "" && pattern.length <= longestGlob) return [pattern];
		const sentence =
			pattern === "" ? "An empty pattern matches no file." : `A pattern has at most ${longestGlob} characters.`;
		values.problems.error(item, below(path, index), sentence);
		return [];
	});
}
