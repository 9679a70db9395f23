import { z } from "zod";
import {
	buildsOfEvent,
	type WebhookEventRow,
	webhookEventById,
	webhookEventsPage,
	webhookHeaders,
	webhookPayload,
} from "#db/queries/webhooks.ts";
import { type DeliveryStatus, deliveryStatuses } from "#db/vocabulary.ts";
import { isoTime, parsed } from "../as-json.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import {
	type WebhookEvent,
	type WebhookEventDetail,
	webhookEvent,
	webhookEventDetail,
	webhookQuery,
} from "../contract/webhooks.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../http-error.ts";
import { linkNext } from "../next-page.ts";
import type { App } from "../server.ts";

const tags = ["webhooks"];
/** The same event as each provider calls it; any other name is taken as it is. */
const namesOfEvent: Readonly<Record<string, readonly string[]>> = {
	push: ["push", "Push Hook"],
	tag: ["create", "Tag Push Hook"],
	pull_request: ["pull_request", "Merge Request Hook"],
	merge_request: ["pull_request", "Merge Request Hook"],
};
const underWay: readonly DeliveryStatus[] = ["received", "deciding"];

export function webhookEventRoutes(app: App, { ci }: Deps): void {
	const { db } = ci.outside;
	app.get(
		patterns.webhookEvents,
		{
			schema: {
				tags,
				summary: "Deliveries, newest first",
				querystring: webhookQuery,
				response: { 200: z.array(webhookEvent) },
			},
		},
		async (request, reply) => {
			const { repository, repo, provider, event_type: eventType, limit, cursor } = request.query;
			const rows = webhookEventsPage(db, {
				repository: repository ?? repo,
				provider,
				eventTypes: eventType === undefined ? undefined : (namesOfEvent[eventType] ?? [eventType]),
				statuses: statusesOf(request.query),
				limit,
				cursor,
			});
			linkNext(request, reply, rows, limit, rows.at(-1)?.id);
			return rows.map(asEvent);
		},
	);
	app.get(
		patterns.webhookEvent,
		{
			schema: {
				tags,
				summary: "One delivery: its payload and what came of it",
				params: idParams,
				response: { 200: webhookEventDetail },
			},
		},
		async (request): Promise<WebhookEventDetail> => {
			const row = webhookEventById(db, request.params.id);
			if (!row) throw notFound("webhook event");
			return {
				...asEvent(row),
				payload: parsed(webhookPayload(db, row.id)?.toString("utf8") ?? null),
				request_headers: JSON.parse(webhookHeaders(db, row.id) ?? "null") as Record<string, string> | null,
				payload_sha256: row.payloadSha256,
				source_ip: row.sourceIp,
				result: row.result,
				verdicts: verdictsOf(row),
				builds: buildsOfEvent(db, row.id),
			};
		},
	);
}

function statusesOf({ status, processed }: z.infer<typeof webhookQuery>): readonly DeliveryStatus[] | undefined {
	if (status !== undefined) return [status];
	if (processed === undefined) return undefined;
	return deliveryStatuses.filter((each) => underWay.includes(each) === (processed === "false"));
}

function asEvent(row: WebhookEventRow): WebhookEvent {
	return {
		id: row.id,
		repository_id: row.repositoryId,
		provider: row.provider,
		event_type: row.eventType,
		delivery_id: row.deliveryId,
		processed: !underWay.includes(row.status),
		status: row.status,
		error_message: row.errorMessage,
		received_at: isoTime(row.receivedAt),
	};
}

function verdictsOf(row: WebhookEventRow): WebhookEventDetail["verdicts"] {
	const verdicts = (parsed(row.verdicts) ?? []) as {
		workflow: string;
		starts: boolean;
		reason: string;
		buildId: string | null;
	}[];
	return verdicts.map(({ buildId, ...verdict }) => ({ ...verdict, build_id: buildId }));
}
