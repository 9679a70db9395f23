import { Title } from "@solidjs/meta";
import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Stats } from "#http/contract/stats.ts";
import { duration } from "#http/contract/words.ts";
import { BuildRows } from "../components/build/build-row.tsx";
import { Trigger } from "../components/build/trigger.tsx";
import { builds, repositories, stats } from "../lib/data.ts";
import { nameMap } from "../lib/names.ts";
import { useAnswer } from "../state/answer.ts";
import { keepFresh } from "../state/live.ts";
import { Empty, Loaded } from "../ui/page.tsx";

export const route = { preload: () => Promise.all([builds({ limit: 10 }), stats(), repositories()]) };

export default function Dashboard() {
	const recent = useAnswer(() => builds({ limit: 10 }));
	const numbers = useAnswer(() => stats());
	const known = useAnswer(() => repositories());
	const all = () => {
		const got = known();
		return got?.ok ? got.data : [];
	};
	keepFresh(
		() => [builds.key, stats.key],
		({ kind }) => kind === "build",
	);
	keepFresh(
		() => [repositories.key],
		({ kind }) => kind === "repository",
	);
	return (
		<>
			<Title>Dashboard · Oore</Title>
			<div class="page-head">
				<h1 class="grow">Dashboard</h1>
				<A class="button" href="/repositories/new">
					Add a repository
				</A>
				<Trigger repositories={all} />
			</div>
			<div class="stack">
				<Loaded answer={known()}>
					{(all) => (
						<Loaded answer={recent()}>
							{(list) => (
								<Show when={all().length > 0 && list().length > 0} fallback={<Checklist repositories={all().length} />}>
									<Loaded answer={numbers()}>{(its) => <Numbers stats={its()} />}</Loaded>
									<section class="card flush">
										<h2>Recent builds</h2>
										<BuildRows builds={list()} names={nameMap(all())} />
									</section>
								</Show>
							)}
						</Loaded>
					)}
				</Loaded>
			</div>
		</>
	);
}

function Numbers(props: { stats: Stats }) {
	const ended = () => props.stats.total.success + props.stats.total.failure;
	const rate = () => (ended() === 0 ? "–" : `${Math.round((100 * props.stats.total.success) / ended())} %`);
	const average = () => props.stats.total.average_ms;
	return (
		<div class="cards">
			<section class="card">
				<h2 class="dim">Now</h2>
				<p class="number">{props.stats.running} running</p>
				<p class="dim">{props.stats.pending} waiting</p>
			</section>
			<section class="card">
				<h2 class="dim">Success, 30 days</h2>
				<p class="number">{rate()}</p>
				<p class="dim">{ended()} builds that ended</p>
			</section>
			<section class="card">
				<h2 class="dim">Duration, 30 days</h2>
				<p class="number">{average() === null ? "–" : duration(average() ?? 0)}</p>
				<p class="dim">on average</p>
				<Durations days={props.stats.days} />
			</section>
			<section class="card">
				<h2 class="dim">Builds a day</h2>
				<Days days={props.stats.days} />
			</section>
		</div>
	);
}

/** One bar a day, as long as its builds took on average. */
function Durations(props: { days: Stats["days"] }) {
	const most = () => Math.max(1, ...props.days.map(({ average_ms: ms }) => ms ?? 0));
	return (
		<div class="bars low" role="img" aria-label="How long builds took, day by day over the last 30 days">
			<For each={props.days}>
				{({ day, average_ms: ms }) => (
					<span title={`${day}: ${ms === null ? "no build" : duration(ms)}`}>
						<i class="time" style={{ height: `${(100 * (ms ?? 0)) / most()}%` }} />
					</span>
				)}
			</For>
		</div>
	);
}

function Days(props: { days: Stats["days"] }) {
	const most = () => Math.max(1, ...props.days.map(({ success, failure, cancelled }) => success + failure + cancelled));
	const height = (n: number) => ({ height: `${(100 * n) / most()}%` });
	return (
		<div class="bars" role="img" aria-label="Builds a day over the last 30 days, those that failed in red">
			<For each={props.days}>
				{({ day, success, failure, cancelled }) => (
					<span title={`${day}: ${success} succeeded, ${failure} failed, ${cancelled} cancelled`}>
						<i class="ok" style={height(success)} />
						<i class="bad" style={height(failure)} />
						<i class="gone" style={height(cancelled)} />
					</span>
				)}
			</For>
		</div>
	);
}

/** What is left to do before the first build, with the exact next step. */
function Checklist(props: { repositories: number }) {
	return (
		<section class="card">
			<Empty title={props.repositories === 0 ? "Three steps to the first build" : "No build yet"}>
				<ol class="checklist">
					<li>
						<strong>{props.repositories > 0 ? "✓ " : ""}Add a repository.</strong> On the page{" "}
						<A href="/repositories/new">Add a repository</A>, or{" "}
						<code>npx oore repo add --provider git --owner me --repo app --clone-url …</code>
					</li>
					<li>
						<strong>Tell the provider where to send its webhooks.</strong> The repository's page shows the URL and a QR
						code.
					</li>
					<li>
						<strong>Push.</strong> Or start a build by hand with <code>npx oore build trigger me/app --watch</code>
					</li>
				</ol>
			</Empty>
		</section>
	);
}
