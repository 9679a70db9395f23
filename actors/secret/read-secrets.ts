import type { Db } from "#db/open.ts";
import { secretEntries } from "#db/queries/secrets.ts";
import { Refusal } from "../refusals.ts";
import { CannotOpen } from "../vault/aes-gcm.ts";
import type { Vault } from "../vault/vault.ts";
import { placeOf } from "./place-of.ts";
import type { SecretNames, Secrets } from "./secrets.ts";

/**
 * The secrets of groups, opened. Of equal names the later group wins, and within a group the repository's own one over
 * that of every repository.
 * @throws Refusal when one cannot be opened with this server's key
 */
export function readSecrets(db: Db, vault: Vault | undefined, { repositoryId, groups }: SecretNames): Secrets {
	if (groups.length === 0) return { variables: {}, hidden: [], missing: [] };
	const rows = secretEntries(db, { repositoryIds: ["", repositoryId], groups });
	const opened = rows.map((row) => ({ ...row, value: row.value === null ? null : open(vault, row.value, row) }));
	// No prototype: `__proto__` is a name like any other.
	const variables: Record<string, string> = Object.create(null) as Record<string, string>;
	const missing: string[] = [];
	for (const group of groups) {
		const shared = holding(opened, group, "");
		const own = holding(opened, group, repositoryId);
		if (shared.size + own.size === 0) missing.push(group);
		for (const [name, value] of [...shared, ...own]) variables[name] = value;
	}
	return { variables, hidden: opened.flatMap(({ value }) => value ?? []), missing };
}

type Opened = {
	readonly repositoryId: string;
	readonly group: string;
	readonly name: string;
	readonly value: string | null;
};

/** What holds now: a later entry replaces or removes an earlier one. */
function holding(rows: readonly Opened[], group: string, repositoryId: string): Map<string, string> {
	const values = new Map<string, string>();
	for (const row of rows) {
		if (row.group !== group || row.repositoryId !== repositoryId) continue;
		if (row.value === null) values.delete(row.name);
		else values.set(row.name, row.value);
	}
	return values;
}

function open(vault: Vault | undefined, sealed: string, row: { id: string; group: string; name: string }): string {
	try {
		if (!vault) throw new Refusal("no_encryption_key", { what: "a build with secrets" });
		return vault.open(sealed, placeOf(row.id));
	} catch (error) {
		if (error instanceof CannotOpen)
			throw new Refusal("secret_unreadable", { name: row.name, group: row.group }, error);
		throw error;
	}
}
