import { For, Show } from "solid-js";
import type { Artifact } from "#http/contract/artifacts.ts";
import type { Build } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import { size } from "#http/contract/words.ts";
import { TimeAgo } from "../../ui/time.tsx";

/** What a build has left, by name. */
export function ArtifactList(props: { build: Build; artifacts: readonly Artifact[] }) {
	const sorted = () => [...props.artifacts].sort((a, b) => a.relative_path.localeCompare(b.relative_path, "en"));
	return (
		<section class="card flush">
			<h2>
				Artifacts{" "}
				<Show when={props.artifacts.length > 0}>
					<a class="button small" href={paths.artifactsZip(props.build.id)} download="">
						All as zip
					</a>
				</Show>
			</h2>
			<ul class="rows">
				<For each={sorted()} fallback={<li class="row dim">{whyNone(props.build)}</li>}>
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
					<bdi>{props.artifact.relative_path.slice(slash())}</bdi>
				</a>
				<Show when={slash() > 0}>
					<span class="cut dim">{props.artifact.relative_path.slice(0, slash())}</span>
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

function whyNone({ finished_at, status }: Build): string {
	if (finished_at === null) return "What the pipeline's artifacts: name appears here once the steps are through.";
	if (status === "success") return "None: name files under artifacts: in the pipeline, and they are kept.";
	return "None was collected: they are once the steps before are through.";
}
