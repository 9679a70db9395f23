import { A, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Artifact } from "#http/contract/artifacts.ts";
import type { Build } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import { size } from "#http/contract/words.ts";
import { plainBidi } from "../../lib/plain-bidi.ts";
import { TimeAgo } from "../../ui/time.tsx";

const byName = {
	by: "name",
	compare: (a: Artifact, b: Artifact) => a.relative_path.localeCompare(b.relative_path, "en"),
};
const orders = [
	byName,
	{ by: "type", compare: (a: Artifact, b: Artifact) => a.kind.localeCompare(b.kind, "en") },
	{ by: "size", compare: (a: Artifact, b: Artifact) => b.size_bytes - a.size_bytes },
];

/** What a build has left, by name, type or size. */
export function ArtifactList(props: { build: Build; artifacts: readonly Artifact[] }) {
	const [search, setSearch] = useSearchParams<{ artifacts?: string }>();
	const order = () => orders.find(({ by }) => by === search.artifacts) ?? byName;
	const sorted = () => [...props.artifacts].sort(byName.compare).sort(order().compare);
	return (
		<section class="card flush">
			<div class="with-action card-head">
				<h2 class="grow">Artifacts</h2>
				<Show when={props.artifacts.length > 1}>
					<select
						class="input small"
						aria-label="Order of artifacts"
						value={order().by}
						onChange={({ currentTarget: { value } }) =>
							setSearch({ artifacts: value === byName.by ? undefined : value }, { replace: true, scroll: false })
						}
					>
						<For each={orders}>{({ by }) => <option value={by}>by {by}</option>}</For>
					</select>{" "}
				</Show>
				<Show when={props.artifacts.length > 0}>
					<a class="button small" href={paths.artifactsZip(props.build.id)} download="">
						All as zip
					</a>
				</Show>
			</div>
			<ul class="rows">
				<For each={sorted()} fallback={<None build={props.build} />}>
					{(artifact) => <ArtifactRow artifact={artifact} />}
				</For>
			</ul>
		</section>
	);
}

function ArtifactRow(props: { artifact: Artifact }) {
	const slash = () => props.artifact.relative_path.lastIndexOf("/") + 1;
	return (
		<li class="row artifact-row">
			<span class="badge">{props.artifact.kind}</span>
			<span class="artifact-name">
				<a href={props.artifact.download_url} download="" title={`SHA-256 ${props.artifact.checksum_sha256}`}>
					<bdi>{plainBidi(props.artifact.relative_path.slice(slash()))}</bdi>
				</a>
				<Show when={slash() > 0}>
					<span class="cut dim">{plainBidi(props.artifact.relative_path.slice(0, slash()))}</span>
				</Show>
			</span>
			<span class="num dim">
				{size(props.artifact.size_bytes)}
				<br />
				<TimeAgo at={props.artifact.created_at} />
			</span>
			<a
				class="button small"
				href={props.artifact.download_url}
				download=""
				aria-label={`Download ${props.artifact.relative_path}`}
			>
				↓
			</a>
		</li>
	);
}

function None(props: { build: Build }) {
	return (
		<li class="row dim">
			<p>
				{whyNone(props.build)} <A href={`/repositories/${props.build.repository_id}?tab=pipeline`}>To the pipeline</A>
			</p>
		</li>
	);
}

function whyNone({ finished_at, status }: Build): string {
	if (finished_at === null) return "What the pipeline's artifacts: name appears here once the steps are through.";
	if (status === "success") return "None: name files under artifacts: in the pipeline, and they are kept.";
	return "None was collected.";
}
