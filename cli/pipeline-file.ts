import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { formatOf } from "#actors/pipeline/read-document.ts";
import type { ConfigFormat } from "#db/vocabulary.ts";
import type { Context } from "./context.ts";
import { UsageError } from "./program.ts";

export interface PipelineFile {
	/** Without its folders; `oore.yaml` for what came on stdin. */
	readonly file: string;
	readonly content: string;
	readonly format: ConfigFormat;
}

/** A pipeline from a file, or from stdin for `-`. @throws UsageError when it cannot be read */
export async function readPipelineFile(context: Context, path: string): Promise<PipelineFile> {
	if (path === "-") return { file: "oore.yaml", content: await context.readStdin(), format: "yaml" };
	try {
		return { file: basename(path), content: readFileSync(path, "utf8"), format: formatOf(path) };
	} catch (error) {
		throw new UsageError(`${path} cannot be read: ${(error as Error).message}.`);
	}
}
