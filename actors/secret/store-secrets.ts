import { repositoryById } from "#db/queries/repositories.ts";
import { currentSecrets, secretById } from "#db/queries/secrets.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";
import { Refusal } from "../refusals.ts";
import { placeOf } from "./place-of.ts";

export interface SecretsToSet {
	/** Empty for every repository. */
	readonly repositoryId: string;
	readonly group: string;
	readonly values: Readonly<Record<string, string>>;
	/** Who, for the history. */
	readonly savedBy: string;
}

/** Set secrets of a group, all or none; those of the same names are replaced. @throws Refusal without an encryption key */
export async function setSecrets(kernel: Kernel, outside: Outside, order: SecretsToSet): Promise<void> {
	const { vault } = outside;
	const { values, ...same } = order;
	if (!vault) throw new Refusal("no_encryption_key", { what: "a secret" });
	if (same.repositoryId !== "" && !repositoryById(outside.db, same.repositoryId))
		throw new Refusal("repository_not_found", { repository: same.repositoryId });
	await kernel.turn((turn) => {
		for (const [name, value] of Object.entries(values)) {
			const id = outside.newId();
			const row = { id, ...same, name, value: vault.seal(value, placeOf(id)), createdAt: turn.at };
			turn.write({ put: "secrets", row });
		}
	});
}

/** From now on no build gets it. @throws Refusal when it is not there */
export async function removeSecret(kernel: Kernel, outside: Outside, id: string, savedBy: string): Promise<void> {
	const row = secretById(outside.db, id);
	const current = row && currentSecrets(outside.db, { repositoryIds: [row.repositoryId], groups: [row.group] });
	if (!row || !current?.some((secret) => secret.id === id)) throw new Refusal("secret_not_found", { secret: id });
	const { repositoryId, group, name } = row;
	await kernel.turn((turn) => {
		const entry = { id: outside.newId(), repositoryId, group, name, value: null, savedBy, createdAt: turn.at };
		turn.write({ put: "secrets", row: entry });
	});
}
