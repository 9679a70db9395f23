import { createHash } from "node:crypto";
import { deliveryKnown } from "#db/queries/webhooks.ts";
import type { webhookEvents } from "#db/schema/tables.ts";
import type { Provider } from "#db/vocabulary.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";
import { readPayload } from "./read-payload.ts";

/** A delivery whose signature has been checked. */
export interface VerifiedDelivery {
	readonly provider: Provider;
	readonly eventType: string;
	readonly deliveryId: string;
	readonly repositoryId: string | null;
	/** Exactly as sent. */
	readonly body: Buffer;
	/** The same, parsed. */
	readonly json: unknown;
	readonly sourceIp: string;
	/** What it was sent with, without what proves it. */
	readonly headers: Readonly<Record<string, string>>;
}

export type Receipt =
	| { readonly status: "ok"; readonly eventId: string }
	| { readonly status: "duplicate"; readonly eventId: string }
	/** Too many deliveries wait to be decided. */
	| { readonly status: "full" };

/** Undecided deliveries that may wait; providers send again what was refused. */
export const backlogLimit = 1_000;

/**
 * Store a delivery and start deciding it: when this resolves, both are on disk. A delivery that came before changes
 * nothing, unless it failed: then it is decided again.
 */
export function makeReceive(kernel: Kernel, outside: Outside) {
	/** Deliveries of this moment that are not on disk yet: copies sent in parallel must meet. */
	const underWay = new Map<string, Promise<Receipt>>();

	async function receive(delivery: VerifiedDelivery): Promise<Receipt> {
		const key = `${delivery.provider}\n${delivery.repositoryId ?? ""}\n${delivery.deliveryId}`;
		const twin = underWay.get(key);
		if (twin) return asDuplicate(await twin);
		const receipt = store(delivery);
		underWay.set(key, receipt);
		try {
			return await receipt;
		} finally {
			underWay.delete(key);
		}
	}

	async function store(delivery: VerifiedDelivery): Promise<Receipt> {
		const known = deliveryKnown(outside.db, delivery.provider, delivery.repositoryId ?? "", delivery.deliveryId);
		if (known && known.status !== "failed") return { status: "duplicate", eventId: known.id };
		if (kernel.childCount("webhooks") >= backlogLimit) return { status: "full" };
		const id = known?.id ?? outside.newId();
		return kernel.turn((turn) => {
			turn.write({ put: "webhookEvents", row: rowOf(delivery, id, turn.at) });
			turn.write({
				put: "webhookPayloads",
				row: { id, body: delivery.body, headers: JSON.stringify(delivery.headers) },
			});
			turn.start("webhooks", id, {
				id,
				provider: delivery.provider,
				repositoryId: delivery.repositoryId,
				delivery: readPayload(delivery.provider, delivery.eventType, delivery.json),
			});
			if (delivery.repositoryId) turn.send(`repositories/${delivery.repositoryId}`, { type: "delivery.verified" });
			return { status: "ok", eventId: id };
		});
	}

	return receive;
}

function asDuplicate(receipt: Receipt): Receipt {
	return receipt.status === "ok" ? { status: "duplicate", eventId: receipt.eventId } : receipt;
}

function rowOf(delivery: VerifiedDelivery, id: string, at: number): typeof webhookEvents.$inferInsert {
	return {
		id,
		repositoryId: delivery.repositoryId,
		provider: delivery.provider,
		eventType: delivery.eventType,
		scope: delivery.repositoryId ?? "",
		deliveryId: delivery.deliveryId,
		payloadSha256: createHash("sha256").update(delivery.body).digest("hex"),
		sourceIp: delivery.sourceIp,
		status: "deciding",
		result: null,
		errorMessage: null,
		verdicts: null,
		receivedAt: at,
	};
}
