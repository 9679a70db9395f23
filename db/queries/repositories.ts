import { and, desc, eq, getTableColumns, isNull } from "drizzle-orm";
import type { Db } from "../open.ts";
import { repositories } from "../schema/repositories.ts";
import type { Provider } from "../vocabulary.ts";

export type RepositoryRow = typeof repositories.$inferSelect;

const present = isNull(repositories.removedAt);

/** Members as drizzle names them; asked for at every webhook, so without drizzle between. */
const columns = Object.entries(getTableColumns(repositories))
	.map(([member, { name }]) => `"${name}" as "${member}"`)
	.join();

export function repositoryById(db: Db, id: string): RepositoryRow | undefined {
	return db.statement(`select ${columns} from repositories where id = ? and removed_at is null`).get(id) as
		| RepositoryRow
		| undefined;
}

export function repositoryByName(db: Db, provider: Provider, owner: string, name: string): RepositoryRow | undefined {
	return db
		.statement(
			`select ${columns} from repositories where provider = ? and owner = ? and repo_name = ? and removed_at is null`,
		)
		.get(provider, owner, name) as RepositoryRow | undefined;
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
