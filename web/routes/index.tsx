import { Title } from "@solidjs/meta";
import { A, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import type { Repository } from "#http/contract/repositories.ts";
import { Trigger } from "../components/build/trigger.tsx";
import { RecentBuilds, UnfinishedBuilds } from "../components/dashboard/build-lists.tsx";
import { Checklist } from "../components/dashboard/checklist.tsx";
import { Numbers } from "../components/dashboard/numbers.tsx";
import { RepositoryBars } from "../components/dashboard/repository-bars.tsx";
import { builds, health, repositories, repositoryStats, stats } from "../lib/data.ts";
import { nameMap } from "../lib/names.ts";
import { useAnswer } from "../state/answer.ts";
import { keepFresh } from "../state/live.ts";
import { Loaded } from "../ui/page.tsx";

export const route = { preload: () => Promise.all([stats(), repositories(), repositoryStats({})]) };

export default function Dashboard() {
	const [search] = useSearchParams<{ kiosk?: string }>();
	const isKiosk = () => search.kiosk !== undefined;
	const newest = useAnswer(() => builds({ limit: 1 }));
	const known = useAnswer(() => repositories());
	keepFresh(
		() => [builds.key, stats.key, repositoryStats.key, health.key],
		({ kind }) => kind === "build" || kind === "queue",
	);
	keepFresh(
		() => [repositories.key],
		({ kind }) => kind === "repository",
	);
	const all = () => {
		const got = known();
		return got?.ok ? got.data : [];
	};
	return (
		<>
			<Title>Dashboard · Oore</Title>
			<Show when={!isKiosk()} fallback={<h1 class="visually-hidden">Dashboard</h1>}>
				<div class="page-head">
					<h1 class="grow">Dashboard</h1>
					<A class="button quiet" href="/?kiosk" title="The same without anything to press, for a screen on the wall">
						Kiosk
					</A>
					<A class="button" href="/repositories/new">
						Add a repository
					</A>
					<Trigger repositories={all} />
				</div>
			</Show>
			<Loaded answer={known()}>
				{(known) => (
					<Loaded answer={newest()}>
						{(list) => (
							<Show when={list().length > 0} fallback={<Checklist repositories={known()} />}>
								<Running repositories={known()} />
							</Show>
						)}
					</Loaded>
				)}
			</Loaded>
		</>
	);
}

function Running(props: { repositories: readonly Repository[] }) {
	const numbers = useAnswer(() => stats());
	const slots = useAnswer(() => health());
	return (
		<div class="stack">
			<Loaded answer={numbers()}>
				{(its) => (
					<>
						<UnfinishedBuilds names={nameMap(props.repositories)} stats={its()} />
						<Loaded answer={slots()}>
							{(found) => <Numbers stats={its()} slots={found().workers} repositories={props.repositories} />}
						</Loaded>
					</>
				)}
			</Loaded>
			<RecentBuilds names={nameMap(props.repositories)} />
			<RepositoryBars names={nameMap(props.repositories)} />
		</div>
	);
}
