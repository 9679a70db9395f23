import { Title } from "@solidjs/meta";
import { A, useParams } from "@solidjs/router";
import { type Accessor, createEffect, Show } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import { ArtifactList } from "../../components/build/artifact-list.tsx";
import { BuildActions } from "../../components/build/build-actions.tsx";
import { Tests, Why } from "../../components/build/build-facts.tsx";
import { Sentence } from "../../components/build/sentence.tsx";
import { StepList } from "../../components/build/step-list.tsx";
import { artifacts, build, repositories, steps } from "../../lib/data.ts";
import { nameMap } from "../../lib/names.ts";
import { middleCut } from "../../lib/words.ts";
import { setFavicon } from "../../state/favicon.ts";
import { keepFresh } from "../../state/live.ts";
import { Loaded } from "../../ui/page.tsx";
import { Status } from "../../ui/status.tsx";
import { TimeAgo, Took } from "../../ui/time.tsx";
import "../../styles/build.css";
import { useAnswer } from "../../state/answer.ts";

export default function BuildPage() {
	const params = useParams<{ id: string }>();
	const its = useAnswer(() => build(params.id));
	keepFresh(
		() => [build.keyFor(params.id), steps.keyFor(params.id), artifacts.keyFor(params.id)],
		({ address, kind }) => address.startsWith(`builds/${params.id}`) || kind === "queue",
	);
	return (
		<Loaded answer={its()}>
			{(found) => (
				<Show when={found().id} keyed>
					<Page build={found} />
				</Show>
			)}
		</Loaded>
	);
}

function Page(props: { build: Accessor<Build> }) {
	const known = useAnswer(() => repositories());
	const list = useAnswer(() => steps(props.build().id));
	const kept = useAnswer(() => artifacts(props.build().id));
	const name = () => {
		const got = known();
		return (got?.ok ? nameMap(got.data).get(props.build().repository_id) : undefined) ?? "repository";
	};
	createEffect(() => setFavicon(props.build().status));
	const marks: Readonly<Record<string, string>> = {
		success: "✓",
		failure: "✗",
		running: "●",
		pending: "○",
		cancelled: "⊘",
	};
	return (
		<>
			<Title>{`${marks[props.build().status] ?? ""} ${props.build().workflow_name} #${props.build().number} · Oore`}</Title>
			<div class="page-head sticky">
				<Status status={props.build().status} large />
				<div class="grow">
					<h1 class="cut">
						{props.build().workflow_name} <span class="dim">#{props.build().number}</span>
					</h1>
					<p class="crumb cut">
						<A href={`/repositories/${props.build().repository_id}`}>{name()}</A> ·{" "}
						<bdi title={refOf(props.build())}>{middleCut(refOf(props.build()), 40)}</bdi> ·{" "}
						<code>{props.build().commit_sha.slice(0, 8)}</code> ·{" "}
						<Show when={props.build().started_at}>
							<Took from={props.build().started_at} to={props.build().finished_at} /> ·{" "}
						</Show>
						<TimeAgo at={props.build().created_at} />
					</p>
				</div>
				<BuildActions build={props.build()} />
			</div>
			<div class="stack">
				<Show when={props.build().error_message}>
					<p class="note pre" data-tone={props.build().status === "cancelled" ? "warn" : "bad"}>
						<Sentence text={props.build().error_message ?? ""} />
					</p>
				</Show>
				<Show when={props.build().waiting_reason}>
					<p class="note" data-tone="warn">
						It waits: <Sentence text={props.build().waiting_reason ?? ""} />
					</p>
				</Show>
				<div class="split">
					<div class="stack">
						<Show when={props.build().tests}>{(tests) => <Tests tests={tests()} />}</Show>
						<Loaded answer={list()}>{(all) => <StepList build={props.build()} steps={all} />}</Loaded>
					</div>
					<div class="stack">
						<Loaded answer={kept()}>{(all) => <ArtifactList build={props.build()} artifacts={all()} />}</Loaded>
						<Why build={props.build()} />
					</div>
				</div>
			</div>
		</>
	);
}

function refOf({ branch, tag, ref }: Build): string {
	return branch ?? tag ?? ref;
}
