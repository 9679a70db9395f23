import { Title } from "@solidjs/meta";
import { A, useSearchParams } from "@solidjs/router";
import { createSignal, For, Show } from "solid-js";
import type { Repository } from "#http/contract/repositories.ts";
import { Removal } from "../../components/repository/removal.tsx";
import { RepositoryRow } from "../../components/repository/repository-row.tsx";
import { repositories, repositoryStats } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Choice, Filters, Text, wordOptions } from "../../ui/filters.tsx";
import { Empty, Loaded } from "../../ui/page.tsx";

type Search = { provider?: string; state?: string; q?: string; sort?: string };
const providers = ["github", "gitlab", "git"];
const states = ["active", "inactive", "error", "pending_setup"];
const lastOnly = { limit: 1 };

function chosen(all: readonly Repository[], { provider, state, q = "", sort }: Search): Repository[] {
	const found = all.filter(
		(its) =>
			(!provider || its.provider === provider) &&
			(!state || its.state === state) &&
			`${its.name} ${its.owner}/${its.repo_name}`.toLowerCase().includes(q.toLowerCase()),
	);
	return sort === "date"
		? found.sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
		: found.sort((a, b) => a.name.localeCompare(b.name));
}

export default function Repositories() {
	const [search] = useSearchParams<Search>();
	const [leaving, setLeaving] = createSignal<Repository>();
	const answer = useAnswer(() => repositories());
	const numbers = useAnswer(() => repositoryStats(lastOnly));
	keepFresh(
		() => [repositories.key],
		({ kind }) => kind === "repository",
	);
	keepFresh(
		() => [repositoryStats.key],
		({ kind }) => kind === "build",
	);
	const last = (id: string) => {
		const got = numbers();
		return got?.ok ? got.data.find((each) => each.id === id)?.builds.at(-1) : undefined;
	};
	const isNarrowed = () => [search.q, search.provider, search.state, search.sort].some(Boolean);
	return (
		<>
			<Title>Repositories · Oore</Title>
			<div class="page-head">
				<h1 class="grow">Repositories</h1>
				<A class="button primary" href="/repositories/new">
					Add a repository
				</A>
			</div>
			<Filters action="/repositories" active={isNarrowed()}>
				<Text name="q" label="Search" type="search" value={search.q} />
				<Choice name="provider" label="Provider" value={search.provider} options={wordOptions(providers)} />
				<Choice name="state" label="State" value={search.state} options={wordOptions(states)} />
				<Choice name="sort" label="Order" value={search.sort} none="by name" options={[["date", "newest first"]]} />
			</Filters>
			<Loaded answer={answer()}>
				{(all) => (
					<section class="card flush">
						<Show
							when={chosen(all(), search).length > 0}
							fallback={
								<Show when={all().length > 0} fallback={<NoneYet />}>
									<Empty title="No such repository">
										<p>
											Nothing fits these filters. <A href="/repositories">Show all repositories</A>
										</p>
									</Empty>
								</Show>
							}
						>
							<ul class="rows">
								<For each={chosen(all(), search)}>
									{(its) => <RepositoryRow repository={its} last={last(its.id)} onRemove={() => setLeaving(its)} />}
								</For>
							</ul>
						</Show>
					</section>
				)}
			</Loaded>
			<Removal repository={leaving()} onKept={() => setLeaving(undefined)} onRemoved={() => setLeaving(undefined)} />
		</>
	);
}

function NoneYet() {
	return (
		<Empty title="No repository yet">
			<p>A repository is what builds are of: where it is cloned from, and whose webhooks are believed.</p>
			<A class="button" href="/repositories/new">
				Add a repository
			</A>
		</Empty>
	);
}
