import type { Repository } from "#http/contract/repositories.ts";

/** Names of repositories by id. */
export function nameMap(repositories: readonly Repository[]): ReadonlyMap<string, string> {
	return new Map(repositories.map(({ id, name }) => [id, name]));
}
