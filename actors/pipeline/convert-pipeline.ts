import type { ConfigFormat } from "#db/vocabulary.ts";
import { writeHuml } from "./huml/write-huml.ts";
import type { Problem } from "./pipeline.ts";
import { ProblemList } from "./problem-list.ts";
import { readDocument } from "./read-document.ts";
import { writeYaml } from "./write-yaml.ts";

export type Converted =
	| { readonly ok: true; readonly content: string }
	| { readonly ok: false; readonly errors: readonly Problem[] };

/** The same document in another language; comments and anchors do not come along. Pure. */
export function convertPipeline(text: string, from: ConfigFormat, to: ConfigFormat): Converted {
	const problems = new ProblemList();
	const document = readDocument(text, from, problems);
	if (!document || problems.errors.length > 0) return { ok: false, errors: problems.errors };
	return { ok: true, content: to === "huml" ? writeHuml(document) : writeYaml(document) };
}
