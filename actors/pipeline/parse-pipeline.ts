import type { Reading } from "./pipeline.ts";
import { ProblemList } from "./problem-list.ts";
import { formatOf, readDocument } from "./read-document.ts";
import { readPipeline } from "./read-pipeline.ts";

/** Any text gives an answer. @param file its name, which says what language it is; `codemagic.*` files mean some things differently */
export function parsePipeline(text: string, file: string): Reading {
	const problems = new ProblemList();
	const document = readDocument(text, formatOf(file), problems);
	const pipeline = document ? readPipeline(document, problems, { file }) : { workflows: [] };
	return { pipeline, errors: problems.errors, warnings: problems.warnings };
}
