import { z } from "zod";
import { describeFault } from "./describe-fault.ts";
import type { Delivery } from "./git-event.ts";
import { authorText, messageText } from "./plain-text.ts";
import { readRef } from "./read-ref.ts";

const push = z.object({
	ref: z.string(),
	after: z.string(),
	message: z.string().nullish(),
	pusher: z.union([z.string(), z.object({ name: z.string().optional() }).transform(({ name }) => name)]).nullish(),
});

/**
 * Oore's own JSON for plain git, e.g. from a post-receive hook: `{ "ref": "refs/heads/main", "after": "<commit>" }`,
 * and if wanted `message` and `pusher`. The repository is the one in the URL. Pure, never throws.
 */
export function readGitPayload(body: unknown): Delivery {
	const parsed = push.safeParse(body);
	if (!parsed.success) return { kind: "ignored", reason: describeFault(parsed.error) };
	const { message, pusher, ...ref } = parsed.data;
	return readRef(ref, { owner: "", name: "" }, { ...messageText(message), ...authorText(pusher) });
}
