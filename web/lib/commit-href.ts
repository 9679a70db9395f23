import type { Repository } from "#http/contract/repositories.ts";

/** Where a commit can be looked at: at its provider, for plain git among its builds here. */
export function commitHref(repository: Pick<Repository, "provider" | "clone_url">, sha: string): string {
	const [, host, path] =
		/^(?:https?:\/\/|ssh:\/\/|)(?:[^@/]*@)?([^/:]+)(?::\d+)?[/:](.+?)(?:\.git)?\/?$/.exec(repository.clone_url) ?? [];
	if (repository.provider === "git" || host === undefined) return `/builds?commit=${sha}`;
	return `https://${host}/${path}${repository.provider === "gitlab" ? "/-" : ""}/commit/${sha}`;
}
