import type { ConfigFormat } from "#db/vocabulary.ts";
import type { DocumentNode } from "./document.ts";
import type { Reading } from "./pipeline.ts";
import { ProblemList } from "./problem-list.ts";
import { readPipeline } from "./read-pipeline.ts";
import { readYamlDocument } from "./read-yaml-document.ts";

function readDocument(text: string, format: ConfigFormat, problems: ProblemList): DocumentNode | undefined {
	if (format === "yaml") return readYamlDocument(text, problems);
	problems.error({ line: 1, column: 1 }, "", "HUML is not read yet: write the pipeline in YAML.");
	return undefined;
}

/** Any text gives an answer. @param file its name, which says what language it is; `codemagic.*` files mean some things differently */
export function parsePipeline(text: string, file: string): Reading {
	const problems = new ProblemList();
	const document = readDocument(text, formatOf(file), problems);
	const pipeline = document ? readPipeline(document, problems, { file }) : { workflows: [] };
	return { pipeline, errors: problems.errors, warnings: problems.warnings };
}

export function formatOf(file: string): ConfigFormat {
	return file.endsWith(".huml") ? "huml" : "yaml";
}
