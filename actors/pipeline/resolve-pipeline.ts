import type { ConfigSource } from "#db/vocabulary.ts";
import type { Git } from "../doors.ts";
import { configFiles } from "./config-files.ts";
import { defaultPipeline } from "./default-pipeline.ts";
import { formatProblem } from "./format-problem.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { Pipeline } from "./pipeline.ts";

/** The pipeline that holds at a commit, or why it cannot be used. */
export type Resolved =
	| { readonly usable: true; readonly pipeline: Pipeline; readonly source: ConfigSource }
	| { readonly usable: false; readonly reason: string; readonly source: ConfigSource };

/** Decides which default pipeline fits; read together with the configuration files, so that one spawn answers both. */
const flutterMark = "pubspec.yaml";

/** Effect: the repository's own file at the commit, else the default. The commit must be in the mirror. */
export async function resolvePipeline(
	git: Git,
	at: { repositoryId: string; commit: string },
	signal: AbortSignal,
): Promise<Resolved> {
	const found = await git.readFirst({ ...at, paths: [...configFiles, flutterMark] }, signal);
	if (!found || found.path === flutterMark) {
		return { usable: true, pipeline: defaultPipeline(found !== undefined), source: "default" };
	}
	const { pipeline, errors } = parseYaml(found.text, { file: found.path });
	if (errors.length === 0) return { usable: true, pipeline, source: "repository" };
	const reason = errors.map((problem) => formatProblem(found.path, problem)).join("\n");
	return { usable: false, reason: `The pipeline cannot be used:\n${reason}`, source: "repository" };
}
