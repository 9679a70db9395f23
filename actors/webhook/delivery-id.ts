import { createHash } from "node:crypto";
import type { Provider } from "#db/vocabulary.ts";

/** Where each provider puts the id of a delivery, best first; a redelivery carries the same one. */
const headers: Readonly<Record<Provider, readonly string[]>> = {
	github: ["x-github-delivery"],
	gitlab: ["x-gitlab-event-uuid", "idempotency-key"],
	git: ["x-oore-delivery", "x-github-delivery", "idempotency-key"],
};
const longest = 200;

/** The delivery's own id, else the SHA-256 of its body. */
export function deliveryId(provider: Provider, header: (name: string) => string | undefined, body: Buffer): string {
	for (const name of headers[provider]) {
		const id = header(name)
			?.replace(/[^\x21-\x7e]/g, "")
			.slice(0, longest);
		if (id) return id;
	}
	return createHash("sha256").update(body).digest("hex");
}
