import { repositoryById } from "#db/queries/repositories.ts";
import type { ConfigFormat } from "#db/vocabulary.ts";
import type { Outside } from "../outside.ts";
import { configFiles } from "../pipeline/config-files.ts";
import { formatOf } from "../pipeline/read-document.ts";
import { Refusal } from "../refusals.ts";
import { redactCloneUrl } from "./clone-url.ts";

export interface OwnPipeline {
	readonly branch: string;
	readonly commit: string;
	/** Null where the commit has none. */
	readonly file: { readonly path: string; readonly text: string; readonly format: ConfigFormat } | null;
}

/**
 * Effect: the file that holds where nothing is stored, at the newest commit of the default branch.
 * @throws Refusal for a repository that is not known, and for one that cannot be fetched in time
 */
export async function readOwnPipeline(
	outside: Outside,
	repositoryId: string,
	patienceMs: number,
): Promise<OwnPipeline> {
	const repository = repositoryById(outside.db, repositoryId);
	if (!repository) throw new Refusal("repository_not_found", { repository: repositoryId });
	const { cloneUrl, defaultBranch: branch } = repository;
	const signal = AbortSignal.timeout(patienceMs);
	try {
		const { commit } = await outside.git.fetch({ repositoryId, cloneUrl, ref: `refs/heads/${branch}` }, signal);
		const seen = await outside.git.look({ repositoryId, commit, paths: configFiles }, signal);
		const found = seen?.file;
		return { branch, commit, file: found ? { ...found, format: formatOf(found.path) } : null };
	} catch (error) {
		if (!signal.aborted) throw error;
		const reason = `it did not answer within ${patienceMs / 1000} s`;
		throw new Refusal("fetch_failed", { repository: redactCloneUrl(cloneUrl), reason }, error);
	}
}
