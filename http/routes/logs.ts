import { createReadStream, existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { readLines } from "#actors/log/read-lines.ts";
import { findErrors, searchLog } from "#actors/log/search-log.ts";
import { buildById, stepOf, stepsOf } from "#db/queries/builds.ts";
import { type Stream, streams } from "#db/vocabulary.ts";
import { isoTime } from "../as-json.ts";
import {
	type LogContent,
	log,
	logContent,
	logContentQuery,
	logMatches,
	logSearchQuery,
	logStreamQuery,
} from "../contract/logs.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import { followLog } from "../follow-log.ts";
import { HttpError, notFound } from "../http-error.ts";
import { lineTimes } from "../line-times.ts";
import type { App } from "../server.ts";
import { resumeFrom, type Sse } from "../sse.ts";

const tags = ["logs"];

export function logRoutes(app: App, { ci }: Deps): void {
	const { outside } = ci;
	const { logs, db } = outside;
	const mustHaveStep = stepGuard(outside);

	app.get(
		patterns.logs,
		{ schema: { tags, summary: "Which logs there are", params: idParams, response: { 200: z.array(log) } } },
		async (request) => {
			const { id } = request.params;
			if (!buildById(db, id)) throw notFound("build");
			const all = stepsOf(db, id).flatMap((step) => streams.map((stream) => ({ step, stream })));
			const there = await Promise.all(
				all.map(async (each) => ({ ...each, size: await sizeOf(logs.path(id, each.step.stepIndex, each.stream)) })),
			);
			return Promise.all(
				there
					.filter(({ size }) => size !== undefined)
					.map(async ({ step, stream, size }) => ({
						id: `${step.id}-${stream}`,
						build_id: id,
						step_index: step.stepIndex,
						stream,
						log_file_path: `${id}/step-${step.stepIndex}-${stream}.log`,
						line_count: (await readLines(logs.path(id, step.stepIndex, stream), { offset: 0, limit: 0 })).lineCount,
						size_bytes: size ?? 0,
						created_at: isoTime(step.startedAt ?? step.createdAt),
					})),
			);
		},
	);

	app.get(
		patterns.logContent,
		{
			schema: {
				tags,
				summary: "A log's text: one stream, or both; `Accept: text/plain` or `?download=1` or `?raw=1` gives the bytes",
				params: idParams,
				querystring: logContentQuery,
				response: { 200: z.union([logContent, z.array(logContent)]) },
			},
		},
		async (request, reply) => {
			const { id } = request.params;
			const { step, stream, offset, limit, download, raw } = request.query;
			mustHaveStep(id, step);
			if (download === "1" || raw === "1" || request.headers.accept?.startsWith("text/plain")) {
				const name = `${id}-step-${step}-${stream ?? "stdout"}.log`;
				if (download === "1") reply.header("content-disposition", `attachment; filename="${name}"`);
				return sendText(reply, await bytesOf(logs.path(id, step, stream ?? "stdout")));
			}
			const read = async (one: Stream): Promise<LogContent> => {
				const path = logs.path(id, step, one);
				const lines = await readLines(path, { offset, limit });
				return {
					step_index: step,
					stream: one,
					content: lines.content,
					line_count: lines.lineCount,
					next_offset: lines.nextOffset,
					times: lineTimes(lines.times),
					removed_bytes: lines.removed,
					truncated: lines.cut,
				};
			};
			return stream === undefined ? Promise.all(streams.map(read)) : read(stream);
		},
	);
}

/** Searched, and followed as it grows. */
export function logReadingRoutes(app: App, { ci }: Deps, sse: Sse): void {
	const { logs } = ci.outside;
	const mustHaveStep = stepGuard(ci.outside);
	app.get(
		patterns.logSearch,
		{
			schema: {
				tags,
				summary: "Lines of a log with a text, or that speak of an error",
				params: idParams,
				querystring: logSearchQuery,
				response: { 200: logMatches },
			},
		},
		async (request) => {
			const { id } = request.params;
			const { step, stream, q, errors } = request.query;
			if ((q === undefined) === (errors === undefined))
				throw new HttpError(400, "invalid", "Search for a text (q=…) or for lines that speak of an error (errors=1).");
			mustHaveStep(id, step);
			const path = logs.path(id, step, stream);
			const { count, lines } = await (q === undefined
				? findErrors(path, request.signal)
				: searchLog(path, q, request.signal));
			return { count, lines: [...lines] };
		},
	);

	app.get(
		patterns.logStream,
		{
			schema: {
				tags,
				summary: "A log as it grows (SSE): `log` events, `id` the byte offset, then `end`",
				params: idParams,
				querystring: logStreamQuery,
			},
		},
		async (request, reply) => {
			const { id } = request.params;
			const { step, stream, after } = request.query;
			mustHaveStep(id, step);
			const from = resumeFrom(request, after) ?? 0;
			return sse.open(request, reply, (signal) => followLog(ci, { buildId: id, step, stream, from }, signal));
		},
	);
}

/** @throws HttpError for a build or step that is not there, and for logs that retention removed */
function stepGuard({ db, logs }: Deps["ci"]["outside"]): (buildId: string, index: number) => void {
	return (buildId, index) => {
		const build = buildById(db, buildId);
		if (!build) throw notFound("build");
		if (!stepOf(db, buildId, index)) throw notFound("step");
		// Every build that began has the log of its checkout.
		const hadLogs = build.finishedAt !== null && build.startedAt !== null;
		if (hadLogs && !existsSync(dirname(logs.path(buildId, index, "stdout"))))
			throw new HttpError(410, "logs_removed", "The logs of this build were removed by retention.");
	};
}

function sendText(reply: FastifyReply, text: Readable): FastifyReply {
	return reply.type("text/plain; charset=utf-8").send(text);
}

async function sizeOf(path: string): Promise<number | undefined> {
	return stat(path).then(
		({ size }) => size,
		() => undefined,
	);
}

async function bytesOf(path: string): Promise<Readable> {
	return (await sizeOf(path)) === undefined ? Readable.from([]) : createReadStream(path);
}
