import { Title } from "@solidjs/meta";
import { A, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Repository } from "#http/contract/repositories.ts";
import { repositories } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Empty, Loaded } from "../../ui/page.tsx";
import { Status } from "../../ui/status.tsx";
import { TimeAgo } from "../../ui/time.tsx";

type Search = { provider?: string; q?: string; sort?: string };
const providers = ["github", "gitlab", "git"];

function chosen(all: readonly Repository[], { provider, q = "", sort }: Search): Repository[] {
	const found = all.filter(
		(its) =>
			(!provider || its.provider === provider) &&
			`${its.name} ${its.owner}/${its.repo_name}`.toLowerCase().includes(q.toLowerCase()),
	);
	return sort === "date"
		? found.sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
		: found.sort((a, b) => a.name.localeCompare(b.name));
}

export default function Repositories() {
	const [search] = useSearchParams<Search>();
	const answer = useAnswer(() => repositories());
	keepFresh(
		() => [repositories.key],
		({ kind }) => kind === "repository",
	);
	return (
		<>
			<Title>Repositories · Oore</Title>
			<div class="page-head">
				<h1 class="grow">Repositories</h1>
				<A class="button primary" href="/repositories/new">
					Add a repository
				</A>
			</div>
			<form class="filters" method="get" action="/repositories">
				<label class="field">
					<span>Search</span>
					<input class="input" type="search" name="q" value={search.q ?? ""} />
				</label>
				<label class="field">
					<span>Provider</span>
					<select class="input" name="provider">
						<option value="">all</option>
						<For each={providers}>
							{(name) => (
								<option value={name} selected={name === search.provider}>
									{name}
								</option>
							)}
						</For>
					</select>
				</label>
				<label class="field">
					<span>Order</span>
					<select class="input" name="sort">
						<option value="name">by name</option>
						<option value="date" selected={search.sort === "date"}>
							newest first
						</option>
					</select>
				</label>
				<button class="button" type="submit">
					Show
				</button>
			</form>
			<Loaded answer={answer()}>
				{(all) => (
					<section class="card flush">
						<Show
							when={chosen(all(), search).length > 0}
							fallback={
								<Empty title={all().length === 0 ? "No repository yet" : "No such repository"}>
									<A class="button" href="/repositories/new">
										Add a repository
									</A>
								</Empty>
							}
						>
							<ul class="rows">
								<For each={chosen(all(), search)}>
									{(its) => (
										<li>
											<A class="row repo-row" href={`/repositories/${its.id}`}>
												<strong class="cut">{its.name}</strong>
												<span class="dim">{its.provider}</span>
												<Status status={its.state} />
												<span class="cut dim">{its.clone_url}</span>
												<span class="num dim">
													<TimeAgo at={its.created_at} />
												</span>
											</A>
										</li>
									)}
								</For>
							</ul>
						</Show>
					</section>
				)}
			</Loaded>
		</>
	);
}
