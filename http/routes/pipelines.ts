import { z } from "zod";
import { convertPipeline } from "#actors/pipeline/convert-pipeline.ts";
import { formatProblem } from "#actors/pipeline/format-problem.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import { missingTool, toolsUsed } from "#actors/pipeline/tools-used.ts";
import { Refusal } from "#actors/refusals.ts";
import { removePipeline, restorePipeline, savePipeline } from "#actors/repository/store-pipeline.ts";
import { type EditedPipeline, replayEvent, replayForReal } from "#actors/webhook/replay.ts";
import { pipelineHistory, storedPipeline as stored } from "#db/queries/pipelines.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import type { ConfigFormat } from "#db/vocabulary.ts";
import { isoTime } from "../as-json.ts";
import { idParams, pageQuery } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import {
	type Conversion,
	conversion,
	conversionOrder,
	type Decision,
	decision,
	type PipelineVersion,
	pipelineText,
	pipelineToStore,
	pipelineVersion,
	replayOrder,
	type StoredPipeline,
	storedPipeline,
	type Validation,
	validation,
	versionParams,
} from "../contract/pipelines.ts";
import type { Deps } from "../deps.ts";
import { HttpError, notFound } from "../http-error.ts";
import { linkNext } from "../next-page.ts";
import type { App } from "../server.ts";
import { asDecision, bodyLimit, patienceMs, trialRoutes } from "./trials.ts";

const tags = ["pipelines"];
/** Who, where nobody says. */
const nobody = "admin";

export function pipelineRoutes(app: App, { ci }: Deps): void {
	const { kernel, outside } = ci;
	const { db } = outside;
	const current = (repositoryId: string): StoredPipeline => {
		if (!repositoryById(db, repositoryId)) throw notFound("repository");
		const row = stored(db, repositoryId);
		if (!row)
			throw new HttpError(404, "pipeline_not_stored", "No pipeline is stored for this repository: its own file holds.");
		return {
			id: row.id,
			repository_id: repositoryId,
			name: row.name,
			config_content: row.content,
			config_format: row.format,
			is_active: true,
			saved_by: row.savedBy,
			created_at: isoTime(row.createdAt),
			updated_at: isoTime(row.createdAt),
		};
	};

	app.get(
		patterns.pipeline,
		{ schema: { tags, summary: "The stored pipeline", params: idParams, response: { 200: storedPipeline } } },
		async (request) => current(request.params.id),
	);
	app.put(
		patterns.pipeline,
		{
			bodyLimit,
			schema: {
				tags,
				summary: "Store a pipeline; what was stored before stays in the history",
				params: idParams,
				body: pipelineToStore,
				response: { 200: storedPipeline },
			},
		},
		async (request) => {
			const { config_content: content, config_format: format, name, saved_by: savedBy = nobody } = request.body;
			await savePipeline(kernel, outside, { repositoryId: request.params.id, name, content, format, savedBy });
			return current(request.params.id);
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
		async (request) => {
			const { id: repositoryId, version } = request.params;
			await restorePipeline(kernel, outside, { repositoryId, version, savedBy: nobody });
			return current(repositoryId);
		},
	);
}

/** Pipelines judged by themselves, and deliveries by pipelines that need not hold. */
export function judgingRoutes(app: App, { ci, hasProgram }: Deps): void {
	const { kernel, outside } = ci;
	trialRoutes(app, outside);
	app.post(
		patterns.pipelineValidate,
		{
			bodyLimit,
			schema: {
				tags,
				summary: "What is wrong with a pipeline, with line and column; nothing is stored",
				body: pipelineText,
				response: { 200: validation },
			},
		},
		async (request): Promise<Validation> => {
			const { config_content: content, config_format: format, file } = request.body;
			return validate(content, fileOf(file, format), hasProgram);
		},
	);
	app.post(
		patterns.pipelineConvert,
		{
			bodyLimit,
			schema: {
				tags,
				summary: "The same pipeline in another language; comments do not come along",
				body: conversionOrder,
				response: { 200: conversion },
			},
		},
		async (request): Promise<Conversion> => {
			const { config_content: content, from, to } = request.body;
			const converted = convertPipeline(content, from, to);
			if (converted.ok) return { config_content: converted.content, config_format: to };
			const problems = converted.errors.map((problem) => formatProblem(`pipeline.${from}`, problem)).join("\n");
			throw new Refusal("pipeline_invalid", { file: "The pipeline", problems });
		},
	);
	app.post(
		patterns.webhookReplay,
		{
			bodyLimit,
			schema: {
				tags: ["webhooks"],
				summary: "Judge a delivery again, by today's or an edited pipeline; starts nothing unless told to",
				params: idParams,
				body: replayOrder.nullish(),
				response: { 200: decision },
			},
		},
		async (request): Promise<Decision> => {
			const { config_content: content, config_format: format = "yaml", for_real: forReal = false } = request.body ?? {};
			const edited: EditedPipeline | undefined = content === undefined ? undefined : { content, format };
			const signal = AbortSignal.timeout(patienceMs);
			const { id } = request.params;
			const decided = forReal
				? await replayForReal(kernel, outside, id, edited, signal)
				: await replayEvent(outside, id, edited, signal);
			return asDecision(decided, forReal);
		},
	);
}

function validate(content: string, file: string, hasProgram: (name: string) => boolean): Validation {
	const { pipeline, errors, warnings } = parsePipeline(content, file);
	const missing = toolsUsed(pipeline).filter(({ tool }) => !hasProgram(tool));
	return {
		valid: errors.length === 0,
		workflows: pipeline.workflows.map(({ id, name, scripts }) => ({ id, name, scripts: scripts.length })),
		errors: [...errors],
		warnings: [
			...warnings,
			...missing.map(({ tool, workflow }) => ({
				message: missingTool(tool),
				line: 1,
				column: 1,
				path: `workflows.${workflow}`,
			})),
		],
	};
}

function fileOf(file: string | undefined, format: ConfigFormat | undefined): string {
	if (format === undefined) return file ?? "oore.yaml";
	return file?.endsWith(format) ? file : `${file?.includes("codemagic") ? "codemagic" : "oore"}.${format}`;
}
