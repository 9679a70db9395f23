import type { DocumentNode } from "./document.ts";
import type { Pipeline } from "./pipeline.ts";
import type { ProblemList } from "./problem-list.ts";
import { below, isNull, member, Values } from "./read-values.ts";
import { readWorkflow } from "./read-workflow.ts";

const nothing: Pipeline = { workflows: [] };

/** The document's meaning, whatever language it was written in. */
export function readPipeline(document: DocumentNode, problems: ProblemList, { file }: { file: string }): Pipeline {
	const values = new Values(problems);
	if (isNull(document)) problems.error(document, "", "The file is empty. A pipeline begins with `workflows:`.");
	const top = isNull(document) ? undefined : values.mapping(document, "", "A pipeline");
	if (!top) return nothing;
	for (const [key, entry] of top.entries) {
		const ours = key === "workflows" || key === "definitions" || key.startsWith(".") || key.startsWith("x-");
		if (!ours) problems.unknownKey(entry.key, key, key, ["workflows", "definitions"]);
	}
	const node = member(top, "workflows");
	const workflows = node && values.mapping(node, "workflows", "workflows");
	if (!node || workflows?.entries.size === 0)
		problems.error(
			node ?? top.entries.get("workflows")?.key ?? top,
			"workflows",
			"A pipeline needs `workflows` with at least one workflow.",
		);
	const handOnly = /(^|\/)\.?codemagic\./.test(file);
	return {
		workflows: [...(workflows?.entries ?? [])].flatMap(
			([id, entry]) => readWorkflow(values, id, entry, below("workflows", id), handOnly) ?? [],
		),
	};
}
