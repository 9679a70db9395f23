import { and, asc, eq, inArray } from "drizzle-orm";
import type { Db } from "../open.ts";
import { secrets } from "../schema/secrets.ts";

export type SecretRow = typeof secrets.$inferSelect;

export interface SecretFilter {
	/** Of these; the empty id stands for every repository. All when absent. */
	readonly repositoryIds?: readonly string[];
	readonly groups?: readonly string[];
}

/** Oldest first, replaced ones and removals included. */
export function secretEntries({ query }: Db, { repositoryIds, groups }: SecretFilter): SecretRow[] {
	const conditions = [
		repositoryIds && inArray(secrets.repositoryId, [...repositoryIds]),
		groups && inArray(secrets.group, [...groups]),
	];
	return query
		.select()
		.from(secrets)
		.where(and(...conditions))
		.orderBy(asc(secrets.id))
		.all();
}

/** What holds now, by repository, group and name. */
export function currentSecrets(db: Db, filter: SecretFilter): SecretRow[] {
	const key = ({ repositoryId, group, name }: SecretRow) => [repositoryId, group, name].join("\0");
	const newest = new Map(secretEntries(db, filter).map((row) => [key(row), row]));
	return [...newest.values()].filter(({ value }) => value !== null).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export function secretById({ query }: Db, id: string): SecretRow | undefined {
	return query.select().from(secrets).where(eq(secrets.id, id)).get();
}
