import type { RepositoryRow } from "#db/queries/repositories.ts";
import type { Provider } from "#db/vocabulary.ts";
import type { Outside } from "../outside.ts";
import { Refusal } from "../refusals.ts";
import { gitlabTokenHmac } from "../webhook/signature.ts";

/** What a repository's row keeps of its secret: GitLab's token only as an HMAC, the others sealed. */
export interface StoredWebhookSecret {
	readonly webhookSecret: string | null;
	readonly webhookTokenHmac: string | null;
}

const place = (id: string) => ({ table: "repositories", column: "webhook_secret", row: id });

/** @throws Refusal without an encryption key */
export function sealWebhookSecret(
	{ vault }: Outside,
	provider: Provider,
	id: string,
	secret: string,
): StoredWebhookSecret {
	if (!vault) throw new Refusal("no_encryption_key", { what: "a webhook secret" });
	if (provider === "gitlab")
		return { webhookSecret: null, webhookTokenHmac: gitlabTokenHmac(vault.gitlabPepper, secret) };
	return { webhookSecret: vault.seal(secret, place(id)), webhookTokenHmac: null };
}

export function openWebhookSecret({ vault }: Outside, repository: RepositoryRow): string | undefined {
	if (!vault || repository.webhookSecret === null) return undefined;
	return vault.open(repository.webhookSecret, place(repository.id));
}
