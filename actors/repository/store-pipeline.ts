import { pipelineVersion, storedPipeline } from "#db/queries/pipelines.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import type { ConfigFormat } from "#db/vocabulary.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";
import { formatProblem } from "../pipeline/format-problem.ts";
import { parsePipeline } from "../pipeline/parse-pipeline.ts";
import { Refusal } from "../refusals.ts";

export interface PipelineToSave {
	readonly repositoryId: string;
	readonly name: string;
	readonly content: string;
	readonly format: ConfigFormat;
	/** Who, for the history. */
	readonly savedBy: string;
}

/**
 * Keep a pipeline for a repository; what was stored before stays in the history.
 * @throws Refusal for a repository that is not known, and for a pipeline that cannot be used
 */
export async function savePipeline(
	kernel: Kernel,
	outside: Outside,
	pipeline: PipelineToSave,
	restoredFrom: string | null = null,
): Promise<void> {
	checkRepository(outside, pipeline.repositoryId);
	const file = `${pipeline.name}.${pipeline.format}`;
	const { errors } = parsePipeline(pipeline.content, file);
	if (errors.length > 0)
		throw new Refusal("pipeline_invalid", {
			file,
			problems: errors.map((problem) => formatProblem(file, problem)).join("\n"),
		});
	await write(kernel, outside, { ...pipeline, restoredFrom });
}

/** Store again what an entry of the history has. @throws Refusal when there is none, or it was a removal */
export async function restorePipeline(
	kernel: Kernel,
	outside: Outside,
	{ repositoryId, version, savedBy }: { repositoryId: string; version: string; savedBy: string },
): Promise<void> {
	checkRepository(outside, repositoryId);
	const row = pipelineVersion(outside.db, repositoryId, version);
	if (!row || row.content === null) throw new Refusal("pipeline_version_not_found", { version });
	const { name, content, format } = row;
	await savePipeline(kernel, outside, { repositoryId, name, content, format, savedBy }, version);
}

/** From now on the repository's own file holds again; the history stays. @throws Refusal when nothing is stored */
export async function removePipeline(
	kernel: Kernel,
	outside: Outside,
	{ repositoryId, savedBy }: { repositoryId: string; savedBy: string },
): Promise<void> {
	checkRepository(outside, repositoryId);
	const stored = storedPipeline(outside.db, repositoryId);
	if (!stored) throw new Refusal("pipeline_not_stored", { repository: repositoryId });
	const { name, format } = stored;
	await write(kernel, outside, { repositoryId, name, format, content: null, savedBy, restoredFrom: null });
}

function checkRepository({ db }: Outside, repositoryId: string): void {
	if (!repositoryById(db, repositoryId)) throw new Refusal("repository_not_found", { repository: repositoryId });
}

async function write(
	kernel: Kernel,
	outside: Outside,
	row: Omit<PipelineToSave, "content"> & { content: string | null; restoredFrom: string | null },
): Promise<void> {
	await kernel.turn((turn) =>
		turn.write({ put: "pipelines", row: { id: outside.newId(), ...row, createdAt: turn.at } }),
	);
}
