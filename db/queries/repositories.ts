import { and, desc, eq, isNull } from "drizzle-orm";
import type { Db } from "../open.ts";
import { repositories } from "../schema/repositories.ts";
import type { Provider } from "../vocabulary.ts";

export type RepositoryRow = typeof repositories.$inferSelect;

const present = isNull(repositories.removedAt);

export function repositoryById({ query }: Db, id: string): RepositoryRow | undefined {
	return query
		.select()
		.from(repositories)
		.where(and(eq(repositories.id, id), present))
		.get();
}

export function repositoryByName(
	{ query }: Db,
	provider: Provider,
	owner: string,
	name: string,
): RepositoryRow | undefined {
	return query
		.select()
		.from(repositories)
		.where(
			and(eq(repositories.provider, provider), eq(repositories.owner, owner), eq(repositories.repoName, name), present),
		)
		.get();
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
