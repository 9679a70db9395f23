import { and, desc, eq, inArray, lt, type SQL } from "drizzle-orm";
import type { Db } from "../open.ts";
import { builds } from "../schema/builds.ts";
import { webhookEvents } from "../schema/webhooks.ts";
import type { DeliveryStatus, Provider } from "../vocabulary.ts";

export type WebhookEventRow = typeof webhookEvents.$inferSelect;

export interface EventFilter {
	readonly repository?: string | undefined;
	readonly provider?: Provider | undefined;
	readonly eventTypes?: readonly string[] | undefined;
	readonly statuses?: readonly DeliveryStatus[] | undefined;
	/** Id of the last of the page before. */
	readonly cursor?: string | undefined;
	readonly limit: number;
}

/** Newest first. */
export function webhookEventsPage({ query }: Db, filter: EventFilter): WebhookEventRow[] {
	const conditions: (SQL | undefined)[] = [
		filter.repository === undefined ? undefined : eq(webhookEvents.repositoryId, filter.repository),
		filter.provider && eq(webhookEvents.provider, filter.provider),
		filter.eventTypes && inArray(webhookEvents.eventType, [...filter.eventTypes]),
		filter.statuses && inArray(webhookEvents.status, [...filter.statuses]),
		filter.cursor === undefined ? undefined : lt(webhookEvents.id, filter.cursor),
	];
	return query
		.select()
		.from(webhookEvents)
		.where(and(...conditions))
		.orderBy(desc(webhookEvents.id))
		.limit(filter.limit)
		.all();
}

export function webhookEventById({ query }: Db, id: string): WebhookEventRow | undefined {
	return query.select().from(webhookEvents).where(eq(webhookEvents.id, id)).get();
}

/** The body exactly as sent; undefined when retention removed it. */
export function webhookPayload(db: Db, id: string): Buffer | undefined {
	return db.statement("select body from webhook_payloads where id = ?").pluck().get(id) as Buffer | undefined;
}

/** JSON of the headers that were kept, by name; undefined where there are none. */
export function webhookHeaders(db: Db, id: string): string | undefined {
	return (
		(db.statement("select headers from webhook_payloads where id = ?").pluck().get(id) as string | null) ?? undefined
	);
}

export function deliveryKnown(
	db: Db,
	provider: Provider,
	scope: string,
	deliveryId: string,
): { id: string; status: DeliveryStatus } | undefined {
	return db
		.statement("select id, status from webhook_events where provider = ? and scope = ? and delivery_id = ?")
		.get(provider, scope, deliveryId) as { id: string; status: DeliveryStatus } | undefined;
}

export function buildsOfEvent({ query }: Db, eventId: string): string[] {
	return query
		.select({ id: builds.id })
		.from(builds)
		.where(eq(builds.webhookEventId, eventId))
		.orderBy(builds.id)
		.all()
		.map(({ id }) => id);
}
