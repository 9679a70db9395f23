import { z } from "zod";
import { readOwnPipeline } from "#actors/repository/own-pipeline.ts";
import { removePipeline, savePipeline } from "#actors/repository/store-pipeline.ts";
import { type StoredPipeline as Stored, storedPipeline as stored } from "#db/queries/pipelines.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import { isoTime } from "../as-json.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import {
	type OwnPipeline,
	ownPipeline,
	pipelineToStore,
	preconditions,
	type StoredPipeline,
	storedPipeline,
} from "../contract/pipelines.ts";
import { mayChange } from "../contract/precondition.ts";
import type { Deps } from "../deps.ts";
import { HttpError, notFound } from "../http-error.ts";
import type { App } from "../server.ts";
import { bodyLimit } from "./trials.ts";

const tags = ["pipelines"];
/** Who, where nobody says. */
export const nobody = "admin";
/** A remote that does not answer in this time is told of instead: somebody waits for the file. */
const remotePatienceMs = 20_000;

/** The pipeline that is stored for a repository, and the one that it has itself. */
export function pipelineRoutes(app: App, { ci }: Deps): void {
	const { kernel, outside } = ci;
	const { db } = outside;
	app.get(
		patterns.pipeline,
		{
			schema: {
				tags,
				summary: "The stored pipeline; its ETag is the version's id",
				params: idParams,
				response: { 200: storedPipeline },
			},
		},
		async (request, reply) => {
			const { id } = request.params;
			if (!repositoryById(db, id)) throw notFound("repository");
			const row = stored(db, id);
			if (!row)
				throw new HttpError(
					404,
					"pipeline_not_stored",
					"No pipeline is stored for this repository: its own file holds.",
				);
			return reply.header("etag", tagOf(row)).send(asStored(id, row));
		},
	);
	app.put(
		patterns.pipeline,
		{
			bodyLimit,
			schema: {
				tags,
				summary: "Store a pipeline, with If-Match only over that version; what was stored before stays in the history",
				params: idParams,
				headers: preconditions,
				body: pipelineToStore,
				response: { 200: storedPipeline },
			},
		},
		async (request, reply) => {
			const { id: repositoryId } = request.params;
			const { config_content: content, config_format: format, name, saved_by: savedBy = nobody } = request.body;
			const pipeline = { repositoryId, name, content, format, savedBy };
			const row = await savePipeline(kernel, outside, pipeline, {
				mayReplace: (holds) => mayChange(request.headers, holds),
			});
			return reply.header("etag", tagOf(row)).send(asStored(repositoryId, row));
		},
	);
	app.delete(
		patterns.pipeline,
		{ schema: { tags, summary: "Back to the repository's own file", params: idParams, response: { 204: z.null() } } },
		async (request, reply) => {
			await removePipeline(kernel, outside, { repositoryId: request.params.id, savedBy: nobody });
			return reply.code(204).send(null);
		},
	);
	app.get(
		patterns.pipelineFile,
		{
			schema: {
				tags,
				summary: "The repository's own file, at the newest commit of its default branch",
				params: idParams,
				response: { 200: ownPipeline },
			},
		},
		async (request): Promise<OwnPipeline> => {
			const its = await readOwnPipeline(outside, request.params.id, remotePatienceMs);
			const { branch, commit, file } = its;
			return {
				branch,
				commit_sha: commit,
				file: file && { path: file.path, config_content: file.text, config_format: file.format },
			};
		},
	);
}

/** @package */
export function asStored(repositoryId: string, row: Stored): StoredPipeline {
	const at = isoTime(row.createdAt);
	return {
		id: row.id,
		repository_id: repositoryId,
		name: row.name,
		config_content: row.content,
		config_format: row.format,
		is_active: true,
		saved_by: row.savedBy,
		created_at: at,
		updated_at: at,
	};
}

/** @package */
export function tagOf({ id }: Pick<Stored, "id">): string {
	return `"${id}"`;
}
