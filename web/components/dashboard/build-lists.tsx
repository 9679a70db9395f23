import { A } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import type { Stats } from "#http/contract/stats.ts";
import { builds } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { Loaded } from "../../ui/page.tsx";
import { BuildRows } from "../build/build-row.tsx";

const runningQuery = { status: "running", limit: 50 };
const waitingQuery = { status: "pending", sort: "date", limit: 10 };
/** Enough to find so many that are over among those that are not. */
const newestQuery = { limit: 100 };
const shown = 10;

/** What runs, and the next of what waits; nothing where neither is. */
export function UnfinishedBuilds(props: { names: ReadonlyMap<string, string>; stats: Stats }) {
	const running = useAnswer(() => builds(runningQuery));
	const waiting = useAnswer(() => builds(waitingQuery));
	return (
		<Loaded answer={running()}>
			{(runs) => (
				<Loaded answer={waiting()}>
					{(waits) => (
						<Show when={runs().length + waits().length > 0}>
							<Section title={`${props.stats.running} running, ${props.stats.pending} waiting`}>
								<BuildRows builds={[...runs(), ...waits()]} names={props.names} />
								<Show when={props.stats.pending > waits().length}>
									<p class="row">
										<A href="/builds?status=pending&sort=date">All that wait</A>
									</p>
								</Show>
							</Section>
						</Show>
					)}
				</Loaded>
			)}
		</Loaded>
	);
}

/** The last that ended. */
export function RecentBuilds(props: { names: ReadonlyMap<string, string> }) {
	const newest = useAnswer(() => builds(newestQuery));
	const ended = (list: readonly Build[]) => list.filter(({ finished_at: end }) => end !== null).slice(0, shown);
	return (
		<Loaded answer={newest()}>
			{(list) => (
				<Section title="Recent builds">
					<Show
						when={ended(list()).length > 0}
						fallback={<p class="row dim">None of the newest {newestQuery.limit} has ended yet.</p>}
					>
						<BuildRows builds={ended(list())} names={props.names} />
					</Show>
				</Section>
			)}
		</Loaded>
	);
}

function Section(props: { title: string; children: JSX.Element }) {
	return (
		<section class="card flush">
			<h2>{props.title}</h2>
			{props.children}
		</section>
	);
}
