import { blob, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { DeliveryStatus, Provider } from "../vocabulary.ts";

/** One row per delivery; what it carried is beside it, so that noting what came of it does not write it again. */
export const webhookEvents = sqliteTable(
	"webhook_events",
	{
		id: text().primaryKey(),
		repositoryId: text("repository_id"),
		provider: text().$type<Provider>().notNull(),
		eventType: text("event_type").notNull(),
		/** Inside what delivery ids are unique: the repository's id, or "" where it is not known. */
		scope: text().notNull(),
		/** Unique per provider and scope; kept for ever, so that a late replay changes nothing. */
		deliveryId: text("delivery_id").notNull(),
		payloadSha256: text("payload_sha256").notNull(),
		sourceIp: text("source_ip").notNull(),
		status: text().$type<DeliveryStatus>().notNull(),
		/** What came of it, in a sentence. */
		result: text(),
		errorMessage: text("error_message"),
		/** JSON: why each workflow started or did not. */
		verdicts: text(),
		receivedAt: integer("received_at").notNull(),
	},
	(t) => [
		uniqueIndex("webhook_events_by_delivery").on(t.provider, t.scope, t.deliveryId),
		index("webhook_events_by_repository").on(t.repositoryId, t.id),
	],
);

/** Bodies of deliveries exactly as sent, and what they were sent with, until retention removes them. */
export const webhookPayloads = sqliteTable("webhook_payloads", {
	/** Of the delivery. */
	id: text().primaryKey(),
	body: blob({ mode: "buffer" }).notNull(),
	/** JSON by name; null where it was not noted. */
	headers: text(),
});
