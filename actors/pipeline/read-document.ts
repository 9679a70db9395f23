import type { ConfigFormat } from "#db/vocabulary.ts";
import type { DocumentNode } from "./document.ts";
import { readHumlDocument } from "./huml/read-huml-document.ts";
import type { ProblemList } from "./problem-list.ts";
import { readYamlDocument } from "./read-yaml-document.ts";

/** A document of either language; undefined, with errors, for what cannot be read. */
export function readDocument(text: string, format: ConfigFormat, problems: ProblemList): DocumentNode | undefined {
	return format === "huml" ? readHumlDocument(text, problems) : readYamlDocument(text, problems);
}

/** By a file's name; everything that is not called .huml is taken for YAML. */
export function formatOf(file: string): ConfigFormat {
	return file.endsWith(".huml") ? "huml" : "yaml";
}
