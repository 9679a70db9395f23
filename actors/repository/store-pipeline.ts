import { pipelineVersion, type StoredPipeline, storedPipeline } from "#db/queries/pipelines.ts";
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

export interface SaveOptions {
	/** The entry of the history whose content this brings back. */
	readonly restoredFrom?: string | null;
	/** Whether it may be saved over the version with that id, or over nothing; over anything when absent. */
	readonly mayReplace?: (holds: string | undefined) => boolean;
}

/**
 * Keep a pipeline for a repository; what was stored before stays in the history.
 * @throws Refusal for a repository that is not known, for a pipeline that cannot be used, and when it may not replace what holds
 */
export async function savePipeline(
	kernel: Kernel,
	outside: Outside,
	pipeline: PipelineToSave,
	{ restoredFrom = null, mayReplace }: SaveOptions = {},
): Promise<StoredPipeline> {
	checkRepository(outside, pipeline.repositoryId);
	const file = `${pipeline.name}.${pipeline.format}`;
	const { errors } = parsePipeline(pipeline.content, file);
	if (errors.length > 0)
		throw new Refusal("pipeline_invalid", {
			file,
			problems: errors.map((problem) => formatProblem(file, problem)).join("\n"),
		});
	const { id, createdAt } = await write(kernel, outside, { ...pipeline, restoredFrom }, mayReplace);
	return { ...pipeline, id, createdAt };
}

/** Store again what an entry of the history has. @throws Refusal when there is none, or it was a removal */
export async function restorePipeline(
	kernel: Kernel,
	outside: Outside,
	{ repositoryId, version, savedBy }: { repositoryId: string; version: string; savedBy: string },
): Promise<StoredPipeline> {
	checkRepository(outside, repositoryId);
	const row = pipelineVersion(outside.db, repositoryId, version);
	if (!row || row.content === null) throw new Refusal("pipeline_version_not_found", { version });
	const { name, content, format } = row;
	const pipeline = { repositoryId, name, content, format, savedBy };
	return savePipeline(kernel, outside, pipeline, { restoredFrom: version });
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

interface NewRow extends Omit<PipelineToSave, "content"> {
	readonly content: string | null;
	readonly restoredFrom: string | null;
}
type Row = NewRow & { readonly id: string; readonly createdAt: number };

/** By repository, the newest row of turns that are not on disk yet: turns of one moment share a commit. */
const unwritten = new WeakMap<Kernel, Map<string, Row>>();

/** Looked at and replaced in one turn: nobody gets in between. */
async function write(
	kernel: Kernel,
	outside: Outside,
	row: NewRow,
	mayReplace: (holds: string | undefined) => boolean = () => true,
): Promise<Row> {
	const { repositoryId } = row;
	const pending = unwritten.get(kernel) ?? new Map<string, Row>();
	unwritten.set(kernel, pending);
	let written: Row | undefined;
	try {
		const before = await kernel.turn((turn) => {
			const newest = pending.get(repositoryId) ?? storedPipeline(outside.db, repositoryId);
			const holds = newest?.content === null ? undefined : newest;
			if (!mayReplace(holds?.id)) return holds;
			written = { id: outside.newId(), ...row, createdAt: turn.at };
			turn.write({ put: "pipelines", row: { ...written } });
			pending.set(repositoryId, written);
			return holds;
		});
		if (!written) throw new Refusal("pipeline_changed", { now: inWords(before) });
		return written;
	} finally {
		if (pending.get(repositoryId) === written) pending.delete(repositoryId);
	}
}

function inWords(holds: { readonly id: string; readonly savedBy: string } | undefined): string {
	return holds ? `${holds.id}, saved by ${holds.savedBy}` : "none is stored, and the repository's own file holds";
}
