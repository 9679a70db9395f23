import { z } from "zod";
import type { Outside } from "#actors/outside.ts";
import { judgeSupposed, tryPipeline } from "#actors/webhook/replay.ts";
import type { DecideOutput } from "#actors/webhook/webhook.machine.ts";
import { buildById } from "#db/queries/builds.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import { webhookEventsPage } from "#db/queries/webhooks.ts";
import { isoTime } from "../as-json.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import { type Decision, decision, supposition, trial, trialOrder } from "../contract/pipelines.ts";
import { notFound } from "../http-error.ts";
import type { App } from "../server.ts";

const tags = ["pipelines"];
/** A remote that does not answer in this time is told of instead. */
export const patienceMs = 60_000;
/** A pipeline of 1 MB, escaped as JSON. */
export const bodyLimit = 4 * 1024 * 1024;

/** Edited pipelines over what was pushed before, and over what might be. */
export function trialRoutes(app: App, outside: Outside): void {
	const { db } = outside;
	app.post(
		patterns.pipelineTry,
		{
			bodyLimit,
			schema: {
				tags,
				summary: "Which builds the last deliveries would have started with an edited pipeline",
				params: idParams,
				body: trialOrder,
				response: { 200: z.array(trial) },
			},
		},
		async (request) => {
			const { id: repository } = request.params;
			if (!repositoryById(db, repository)) throw notFound("repository");
			const { config_content: content, config_format: format, last } = request.body;
			const events = webhookEventsPage(db, { repository, limit: last });
			const signal = AbortSignal.timeout(patienceMs);
			const compared = await tryPipeline(outside, events, { content, format }, signal);
			return compared.map(({ event, did, would }) => ({
				event_id: event.id,
				event_type: event.eventType,
				received_at: isoTime(event.receivedAt),
				did_start: did.map((id) => buildById(db, id)?.workflowName ?? id),
				...("unknown" in would
					? { would_start: [], result: would.unknown, verdicts: [] }
					: {
							would_start: would.builds.map(({ plan }) => plan.workflow),
							result: would.result,
							verdicts: asDecision(would, false).verdicts,
						}),
			}));
		},
	);
	app.post(
		patterns.pipelineSuppose,
		{
			bodyLimit,
			schema: {
				tags,
				summary: "What a push of a branch or tag, or a pull request, would start; nothing is started",
				params: idParams,
				body: supposition,
				response: { 200: decision },
			},
		},
		async (request): Promise<Decision> => {
			const { config_content: content, config_format: format, event } = request.body;
			const edited = content === undefined ? undefined : { content, format };
			const signal = AbortSignal.timeout(patienceMs);
			return asDecision(await judgeSupposed(outside, request.params.id, event, edited, signal), false);
		},
	);
}

export function asDecision({ result, verdicts, builds }: DecideOutput, started: boolean): Decision {
	return {
		result: started ? result : result.replace(/^Started /, "Would start "),
		verdicts: verdicts.map(({ buildId, ...verdict }) => ({ ...verdict, build_id: started ? buildId : null })),
		started: started ? builds.map(({ plan }) => plan.id) : [],
	};
}
