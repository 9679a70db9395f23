import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { perDb } from "../per-db.ts";
import { repositories } from "../schema/repositories.ts";
import type { Provider } from "../vocabulary.ts";

export type RepositoryRow = typeof repositories.$inferSelect;

const present = isNull(repositories.removedAt);

/** Both are asked for every webhook: prepared once. */
const byId = perDb(({ query }) =>
	query
		.select()
		.from(repositories)
		.where(and(eq(repositories.id, sql.placeholder("id")), present))
		.prepare(),
);
const byName = perDb(({ query }) =>
	query
		.select()
		.from(repositories)
		.where(
			and(
				eq(repositories.provider, sql.placeholder("provider")),
				eq(repositories.owner, sql.placeholder("owner")),
				eq(repositories.repoName, sql.placeholder("name")),
				present,
			),
		)
		.prepare(),
);

export function repositoryById(db: Db, id: string): RepositoryRow | undefined {
	return byId(db).get({ id });
}

export function repositoryByName(db: Db, provider: Provider, owner: string, name: string): RepositoryRow | undefined {
	return byName(db).get({ provider, owner, name });
}

/** Newest first. */
export function repositoriesOf({ query }: Db, provider?: Provider): RepositoryRow[] {
	return query
		.select()
		.from(repositories)
		.where(provider ? and(eq(repositories.provider, provider), present) : present)
		.orderBy(desc(repositories.id))
		.all();
}
