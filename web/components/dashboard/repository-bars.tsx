import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { RepositoryStats } from "#http/contract/stats.ts";
import { duration } from "#http/contract/words.ts";
import { repositoryStats } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { Loaded } from "../../ui/page.tsx";
import { Status } from "../../ui/status.tsx";

type Recent = RepositoryStats["builds"][number];

const most = 12;
/** Even the shortest can be seen, in percent. */
const leastHeight = 15;

/** How the newest builds of each repository went, those with the newest first. */
export function RepositoryBars(props: { names: ReadonlyMap<string, string> }) {
	const answer = useAnswer(() => repositoryStats({}));
	const lively = (all: readonly RepositoryStats[]) =>
		all
			.filter(({ builds }) => builds.length > 0)
			.sort((a, b) => lastId(b).localeCompare(lastId(a)))
			.slice(0, most);
	return (
		<Loaded answer={answer()}>
			{(all) => (
				<section class="card flush">
					<h2>Repositories, their last 30 builds</h2>
					<ul class="rows">
						<For each={lively(all())}>
							{({ id, builds }) => (
								<li>
									<A class="row bars-row" href={`/repositories/${id}`}>
										<strong class="cut">{props.names.get(id) ?? id}</strong>
										<Bars builds={builds} />
										<span class="num dim">{rate(builds)}</span>
										<Show when={builds.at(-1)}>{(last) => <Status status={last().status} />}</Show>
									</A>
								</li>
							)}
						</For>
					</ul>
				</section>
			)}
		</Loaded>
	);
}

/** A bar a build, oldest first, as high as it took long. */
function Bars(props: { builds: readonly Recent[] }) {
	const longest = () => Math.max(1, ...props.builds.map(({ duration_ms: ms }) => ms ?? 0));
	const height = ({ duration_ms: ms }: Recent) => `${Math.max(leastHeight, (100 * (ms ?? 0)) / longest())}%`;
	const title = ({ number, status, duration_ms: ms }: Recent) =>
		`#${number}: ${status}${ms === null ? "" : `, ${duration(ms)}`}`;
	return (
		<span class="bars low builds" role="img" aria-label={summary(props.builds)}>
			<For each={props.builds}>
				{(build) => (
					<span title={title(build)}>
						<i data-status={build.status} style={{ height: height(build) }} />
					</span>
				)}
			</For>
		</span>
	);
}

function numberOf(builds: readonly Recent[], status: Recent["status"]): number {
	return builds.filter((build) => build.status === status).length;
}

function rate(builds: readonly Recent[]): string {
	const [good, bad] = [numberOf(builds, "success"), numberOf(builds, "failure")];
	return good + bad === 0 ? "–" : `${Math.round((100 * good) / (good + bad))} %`;
}

function summary(builds: readonly Recent[]): string {
	return `Of the last ${builds.length} builds ${numberOf(builds, "success")} succeeded and ${numberOf(builds, "failure")} failed`;
}

function lastId({ builds }: RepositoryStats): string {
	return builds.at(-1)?.id ?? "";
}
