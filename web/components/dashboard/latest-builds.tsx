import { type JSX, Show } from "solid-js";
import { builds } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { Loaded } from "../../ui/page.tsx";
import { BuildRows } from "../build/build-row.tsx";

const runningQuery = { status: "running", limit: 50 };
const waitingQuery = { status: "pending", sort: "date", limit: 50 };
/** Enough to find so many that are over among those that are not. */
const newestQuery = { limit: 60 };
const shown = 10;

/** What runs, what waits, and the last that ended. */
export function LatestBuilds(props: { names: ReadonlyMap<string, string> }) {
	const running = useAnswer(() => builds(runningQuery));
	const waiting = useAnswer(() => builds(waitingQuery));
	const newest = useAnswer(() => builds(newestQuery));
	return (
		<>
			<Loaded answer={running()}>
				{(runs) => (
					<Loaded answer={waiting()}>
						{(waits) => (
							<Show when={runs().length + waits().length > 0}>
								<Section title={`${runs().length} running, ${waits().length} waiting`}>
									<BuildRows builds={[...runs(), ...waits()]} names={props.names} />
								</Section>
							</Show>
						)}
					</Loaded>
				)}
			</Loaded>
			<Loaded answer={newest()}>
				{(list) => (
					<Section title="Recent builds">
						<Show
							when={list().some(({ finished_at: end }) => end !== null)}
							fallback={<p class="row dim">None has ended yet.</p>}
						>
							<BuildRows
								builds={list()
									.filter(({ finished_at: end }) => end !== null)
									.slice(0, shown)}
								names={props.names}
							/>
						</Show>
					</Section>
				)}
			</Loaded>
		</>
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
