import type { Reading } from "./pipeline.ts";
import { ProblemList } from "./problem-list.ts";
import { readPipeline } from "./read-pipeline.ts";
import { readYamlDocument } from "./read-yaml-document.ts";

/** A YAML pipeline, read; any text gives an answer. @param options.file its name: `codemagic.*` files mean some things differently */
export function parseYaml(text: string, options: { readonly file: string }): Reading {
	const problems = new ProblemList();
	const document = readYamlDocument(text, problems);
	const pipeline = document ? readPipeline(document, problems, options) : { workflows: [] };
	return { pipeline, errors: problems.errors, warnings: problems.warnings };
}
