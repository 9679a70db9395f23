import type { Provider } from "#db/vocabulary.ts";
import type { Delivery } from "./git-event.ts";
import { readGitPayload } from "./git-payload.ts";
import { readGithubPayload } from "./github-payload.ts";
import { readGitlabPayload } from "./gitlab-payload.ts";

/** Whoever sent it, one type. Pure. */
export function readPayload(provider: Provider, eventType: string, body: unknown): Delivery {
	switch (provider) {
		case "github":
			return readGithubPayload(eventType, body);
		case "gitlab":
			return readGitlabPayload(eventType, body);
		case "git":
			return readGitPayload(body);
	}
}
