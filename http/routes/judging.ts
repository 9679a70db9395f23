import { convertPipeline } from "#actors/pipeline/convert-pipeline.ts";
import { formatProblem } from "#actors/pipeline/format-problem.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import { missingTool, toolsUsed } from "#actors/pipeline/tools-used.ts";
import { Refusal } from "#actors/refusals.ts";
import { type EditedPipeline, replayEvent, replayForReal } from "#actors/webhook/replay.ts";
import type { ConfigFormat } from "#db/vocabulary.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import {
	type Conversion,
	conversion,
	conversionOrder,
	type Decision,
	decision,
	pipelineText,
	replayOrder,
	type Validation,
	validation,
} from "../contract/pipelines.ts";
import type { Deps } from "../deps.ts";
import type { App } from "../server.ts";
import { asDecision, bodyLimit, patienceMs, trialRoutes } from "./trials.ts";

const tags = ["pipelines"];

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
