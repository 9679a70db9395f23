import { repositoryById, repositoryByName } from "#db/queries/repositories.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";
import { Refusal } from "../refusals.ts";
import type { RepositoryFields } from "./repository.machine.ts";
import { sealWebhookSecret } from "./webhook-secret.ts";

/** Add a repository; it is on disk when this resolves. @throws Refusal when it is known already */
export async function addRepository(
	kernel: Kernel,
	outside: Outside,
	fields: RepositoryFields,
	webhookSecret: string | undefined,
): Promise<string> {
	if (repositoryByName(outside.db, fields.provider, fields.owner, fields.repoName)) {
		throw new Refusal("repository_exists", { repository: `${fields.owner}/${fields.repoName}` });
	}
	const id = outside.newId();
	const secret =
		webhookSecret === undefined ? undefined : sealWebhookSecret(outside, fields.provider, id, webhookSecret);
	await kernel.turn((turn) => {
		turn.start("repositories", id, { id, at: turn.at, fields });
		if (secret) turn.write({ patch: "repositories", key: { id }, row: { ...secret } });
	});
	return id;
}

/** Change fields, the secret, or whether it is paused. @throws Refusal when it is not known */
export async function changeRepository(
	kernel: Kernel,
	outside: Outside,
	id: string,
	change: { fields: Partial<RepositoryFields>; isActive?: boolean | undefined; webhookSecret?: string | undefined },
): Promise<void> {
	const known = repositoryById(outside.db, id);
	if (!known) throw new Refusal("repository_not_found", { repository: id });
	const secret =
		change.webhookSecret === undefined
			? undefined
			: sealWebhookSecret(outside, known.provider, id, change.webhookSecret);
	await kernel.turn((turn) => {
		const address = `repositories/${id}`;
		if (Object.keys(change.fields).length > 0) turn.send(address, { type: "change", fields: change.fields });
		if (change.isActive !== undefined) turn.send(address, { type: change.isActive ? "activate" : "deactivate" });
		if (secret) turn.write({ patch: "repositories", key: { id }, row: { ...secret } });
	});
}

/** Take it out of the lists; its builds stay. @throws Refusal when it is not known */
export async function removeRepository(kernel: Kernel, outside: Outside, id: string): Promise<void> {
	if (!repositoryById(outside.db, id)) throw new Refusal("repository_not_found", { repository: id });
	await kernel.turn((turn) => turn.send(`repositories/${id}`, { type: "remove" }));
}
