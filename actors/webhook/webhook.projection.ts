import type { AnyMachineSnapshot } from "xstate";
import type { webhookEvents } from "#db/schema/tables.ts";
import type { DeliveryStatus } from "#db/vocabulary.ts";
import type { ProjectionMeta, StoredError, Write } from "#runtime/index.ts";
import type { WebhookContext } from "./webhook.machine.ts";

type Row = Partial<typeof webhookEvents.$inferInsert>;

/** What became of the delivery; its row was put by the request that brought it, in the same commit. */
export function projectWebhook(snapshot: AnyMachineSnapshot, meta: ProjectionMeta): Write[] {
	if (meta.isNew && snapshot.status === "active") return [];
	const { id, decision, error } = snapshot.context as WebhookContext;
	const row: Row = {
		status: snapshot.value as DeliveryStatus,
		result: decision?.result ?? null,
		verdicts: decision ? JSON.stringify(decision.verdicts) : null,
		errorMessage: error,
	};
	return [{ patch: "webhookEvents", key: { id }, row }];
}

export function projectWebhookCrash({ address }: ProjectionMeta, error: StoredError): Write[] {
	const row: Row = { status: "failed", errorMessage: `The server failed at this delivery: ${error.message}` };
	return [{ patch: "webhookEvents", key: { id: address.slice(address.lastIndexOf("/") + 1) }, row }];
}
