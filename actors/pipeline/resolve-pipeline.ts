import type { StoredPipeline } from "#db/queries/pipelines.ts";
import type { ConfigSource } from "#db/vocabulary.ts";
import type { Git } from "../doors.ts";
import { Refusal } from "../refusals.ts";
import { configFiles } from "./config-files.ts";
import { defaultPipeline } from "./default-pipeline.ts";
import { formatProblem } from "./format-problem.ts";
import { parsePipeline } from "./parse-pipeline.ts";
import type { Pipeline } from "./pipeline.ts";

/** The pipeline that holds at a commit, or why it cannot be used; and what the commit says of itself. */
export type Resolved = Readable & {
	readonly source: ConfigSource;
	/** Of the commit. */
	readonly message: string;
};

type Readable =
	| { readonly usable: true; readonly pipeline: Pipeline }
	| { readonly usable: false; readonly reason: string };

/** Decides which default pipeline fits; read together with the configuration files, so that one spawn answers both. */
const flutterMark = "pubspec.yaml";

export interface ResolveOrder {
	readonly repositoryId: string;
	readonly commit: string;
	/** What was stored for the repository, if anything is. */
	readonly stored: StoredPipeline | undefined;
	/** Which of the two holds where there are both. */
	readonly precedence: "database" | "repository";
}

/** Effect: the stored pipeline, the repository's own file at the commit, or the default. The commit must be in the mirror. */
export async function resolvePipeline(git: Git, order: ResolveOrder, signal: AbortSignal): Promise<Resolved> {
	const { repositoryId, commit, stored, precedence } = order;
	const seen = await git.look({ repositoryId, commit, paths: [...configFiles, flutterMark] }, signal);
	if (!seen) throw new Refusal("commit_not_found", { sha: commit, repository: "the mirror" });
	const { file, message } = seen;
	const own = file && file.path !== flutterMark ? file : undefined;
	if (stored && (precedence === "database" || !own))
		return { ...readable(stored.content, `${stored.name}.${stored.format}`), source: "database", message };
	if (own) return { ...readable(own.text, own.path), source: "repository", message };
	return { usable: true, pipeline: defaultPipeline(file !== undefined), source: "default", message };
}

/** A pipeline by itself, whatever it is stored in. */
export function readable(text: string, file: string): Readable {
	const { pipeline, errors } = parsePipeline(text, file);
	if (errors.length === 0) return { usable: true, pipeline };
	const reason = errors.map((problem) => formatProblem(file, problem)).join("\n");
	return { usable: false, reason: `The pipeline cannot be used:\n${reason}` };
}
