import { z } from "zod";
import { deliveryStatuses, providers } from "#db/vocabulary.ts";
import { id, pageQuery, time } from "./page.ts";

export const receipt = z.object({ status: z.enum(["ok", "duplicate"]), event_id: id });

export const webhookEvent = z.object({
	id,
	repository_id: id.nullable(),
	provider: z.enum(providers),
	event_type: z.string(),
	delivery_id: z.string(),
	processed: z.boolean(),
	status: z.enum(deliveryStatuses),
	error_message: z.string().nullable(),
	received_at: time,
});
export type WebhookEvent = z.infer<typeof webhookEvent>;

export const verdict = z.object({
	workflow: z.string(),
	starts: z.boolean(),
	reason: z.string(),
	build_id: id.nullable(),
});

export const webhookEventDetail = webhookEvent.extend({
	/** Null when retention removed it. */
	payload: z.unknown(),
	/** What it was sent with, without what proves it; null when retention removed it. */
	request_headers: z.record(z.string(), z.string()).nullable(),
	/** Of the bytes as they were sent. */
	payload_sha256: z.string(),
	source_ip: z.string(),
	/** What came of it, in a sentence. */
	result: z.string().nullable(),
	verdicts: z.array(verdict),
	/** Builds that it started. */
	builds: z.array(id),
});
export type WebhookEventDetail = z.infer<typeof webhookEventDetail>;

export const webhookQuery = pageQuery.extend({
	repository: id.optional(),
	repo: id.optional(),
	provider: z.enum(providers).optional(),
	/** As its provider calls it; push, tag, pull_request and merge_request find what any of them calls so. */
	event_type: z.string().max(200).optional(),
	status: z.enum(deliveryStatuses).optional(),
	processed: z.enum(["true", "false"]).optional(),
});
export type WebhookQuery = z.input<typeof webhookQuery>;
