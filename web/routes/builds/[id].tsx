import { A, useParams, useSearchParams } from "@solidjs/router";
import { type Accessor, createEffect, Show } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import type { BuildThen } from "#http/contract/instants.ts";
import { ArtifactList } from "../../components/build/artifact-list.tsx";
import { BuildActions } from "../../components/build/build-actions.tsx";
import { BuildView, type RepositoryOfBuild } from "../../components/build/build-view.tsx";
import { StepList } from "../../components/build/step-list.tsx";
import { commitHref } from "../../lib/commit-href.ts";
import { artifacts, build, buildThen, greenBefore, repositories, steps } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { setFavicon } from "../../state/favicon.ts";
import { keepFresh } from "../../state/live.ts";
import { Loaded } from "../../ui/page.tsx";
import { ClockTime } from "../../ui/time.tsx";
import "../../styles/build.css";

/** A build as it is, or, at an instant of the inspector, as it was. */
export default function BuildPage() {
	const params = useParams<{ id: string }>();
	const [search] = useSearchParams<{ at?: string }>();
	// Another build is another page, with nothing left open of the one before.
	return (
		<Show when={params.id} keyed>
			{(id) => (
				<Show when={/^[1-9]\d{0,15}$/.exec(search.at ?? "")?.[0]} fallback={<Now id={id} />}>
					{(at) => <Then id={id} at={Number(at())} />}
				</Show>
			)}
		</Show>
	);
}

function Now(props: { id: string }) {
	const its = useAnswer(() => build(props.id));
	const list = useAnswer(() => steps(props.id));
	const kept = useAnswer(() => artifacts(props.id));
	const before = useAnswer(() => greenBefore(props.id));
	const green = () => {
		const got = before();
		return got?.ok ? got.data : undefined;
	};
	keepFresh(
		() => [build.keyFor(props.id), steps.keyFor(props.id), artifacts.keyFor(props.id)],
		// What is not there does not come either.
		({ address, kind }) => its()?.ok !== false && (address.startsWith(`builds/${props.id}`) || kind === "queue"),
	);
	return (
		<Loaded answer={its()}>
			{(found) => {
				const repository = useRepository(found);
				createEffect(() => setFavicon(found().status));
				return (
					<BuildView
						build={found()}
						repository={repository()}
						actions={<BuildActions build={found()} />}
						green={green()?.build ?? undefined}
						steps={
							<Loaded answer={list()}>
								{(all) => <StepList build={found()} steps={all} green={green()?.steps} />}
							</Loaded>
						}
						artifacts={<Loaded answer={kept()}>{(all) => <ArtifactList build={found()} artifacts={all()} />}</Loaded>}
					/>
				);
			}}
		</Loaded>
	);
}

function Then(props: { id: string; at: number }) {
	const then = useAnswer(() => buildThen(props.id, props.at));
	return (
		<Loaded answer={then()}>
			{(found) => {
				const repository = useRepository(() => found().build);
				return (
					<BuildView
						build={found().build}
						repository={repository()}
						actions={
							<div class="actions">
								<A class="button" href={`/builds/${props.id}`}>
									To now
								</A>
								<A class="button" href={`/inspector/builds/${props.id}?at=${props.at}`}>
									Inspect
								</A>
							</div>
						}
						notice={<Past then={found()} />}
						until={found().at}
						steps={<StepList build={found().build} steps={() => found().steps} until={found().at} />}
						artifacts={<ArtifactList build={found().build} artifacts={found().artifacts} />}
					/>
				);
			}}
		</Loaded>
	);
}

function Past(props: { then: BuildThen }) {
	return (
		<p class="note" data-tone="run">
			This is the past: the build as it was at <ClockTime at={props.then.at} withDate />. Lines of logs that came later
			are dimmed.
		</p>
	);
}

function useRepository(build: Accessor<Build>): Accessor<RepositoryOfBuild | undefined> {
	const known = useAnswer(() => repositories());
	return () => {
		const got = known();
		const its = got?.ok ? got.data.find(({ id }) => id === build().repository_id) : undefined;
		return its && { name: its.name, commit: commitHref(its, build().commit_sha) };
	};
}
