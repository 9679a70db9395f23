import { A } from "@solidjs/router";
import { For } from "solid-js";
import type { Repository } from "#http/contract/repositories.ts";
import { count } from "../../lib/words.ts";

const names: Readonly<Record<Repository["provider"], string>> = {
	github: "GitHub",
	gitlab: "GitLab",
	git: "Plain git",
};
const providers = ["github", "gitlab", "git"] as const;

/** How far the setup of each provider is: whether deliveries of its repositories come and are believed. */
export function Providers(props: { repositories: readonly Repository[] }) {
	const of = (provider: Repository["provider"]) => props.repositories.filter((its) => its.provider === provider);
	return (
		<section class="card">
			<h2 class="dim">Setup</h2>
			<dl class="sheet setup">
				<For each={providers}>
					{(provider) => (
						<>
							<dt>
								<A href={`/repositories?provider=${provider}`}>{names[provider]}</A>
							</dt>
							<dd>{setupWords(of(provider))}</dd>
						</>
					)}
				</For>
			</dl>
		</section>
	);
}

/** The worst first: what somebody has to look at. */
function setupWords(repositories: readonly Repository[]): string {
	const are = (state: Repository["state"]) => repositories.filter((its) => its.state === state).length;
	if (repositories.length === 0) return "– not in use";
	if (are("error") > 0) return `✗ ${count(are("error"), "repository", "repositories")} with wrong signatures`;
	if (are("pending_setup") > 0)
		return `○ ${count(are("pending_setup"), "repository", "repositories")} without a delivery`;
	return `✓ ${count(repositories.length, "repository", "repositories")}`;
}
