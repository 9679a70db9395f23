import { z } from "zod";
import { restorePipeline } from "#actors/repository/store-pipeline.ts";
import { pipelineHistory, storedPipeline as stored } from "#db/queries/pipelines.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import { isoTime } from "../as-json.ts";
import { idParams, pageQuery } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import { type PipelineVersion, pipelineVersion, storedPipeline, versionParams } from "../contract/pipelines.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../http-error.ts";
import { linkNext } from "../next-page.ts";
import type { App } from "../server.ts";
import { asStored, nobody, tagOf } from "./pipelines.ts";

const tags = ["pipelines"];

/** What was stored before, and the way back to it. */
export function pipelineVersionRoutes(app: App, { ci }: Deps): void {
	const { kernel, outside } = ci;
	const { db } = outside;
	app.get(
		patterns.pipelineHistory,
		{
			schema: {
				tags,
				summary: "Every save and removal, newest first",
				params: idParams,
				querystring: pageQuery,
				response: { 200: z.array(pipelineVersion) },
			},
		},
		async (request, reply): Promise<PipelineVersion[]> => {
			const { id } = request.params;
			if (!repositoryById(db, id)) throw notFound("repository");
			const { limit, cursor } = request.query;
			const rows = pipelineHistory(db, id, limit, cursor);
			const active = stored(db, id)?.id;
			linkNext(request, reply, rows, limit, rows.at(-1)?.id);
			return rows.map((row) => ({
				id: row.id,
				name: row.name,
				config_content: row.content,
				config_format: row.format,
				is_active: row.id === active,
				saved_by: row.savedBy,
				restored_from: row.restoredFrom,
				created_at: isoTime(row.createdAt),
			}));
		},
	);
	app.post(
		patterns.pipelineRestore,
		{
			schema: {
				tags,
				summary: "Store a version of the history again",
				params: versionParams,
				response: { 200: storedPipeline },
			},
		},
		async (request, reply) => {
			const { id: repositoryId, version } = request.params;
			const row = await restorePipeline(kernel, outside, { repositoryId, version, savedBy: nobody });
			return reply.header("etag", tagOf(row)).send(asStored(repositoryId, row));
		},
	);
}
