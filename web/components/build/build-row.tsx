import { A } from "@solidjs/router";
import { For } from "solid-js";
import type { Build } from "#http/contract/builds.ts";
import { plainBidi } from "../../lib/plain-bidi.ts";
import { middleCut } from "../../lib/words.ts";
import { Status } from "../../ui/status.tsx";
import { TimeAgo, Took } from "../../ui/time.tsx";

/** Why a build exists, in words. */
export const triggerWords: Readonly<Record<Build["trigger_type"], string>> = {
	push: "push",
	pull_request: "pull request",
	merge_request: "merge request",
	tag: "tag",
	manual: "by hand",
};

/** Branch, tag or ref, whichever it has. */
export function refOf({ branch, tag, ref }: Build): string {
	return plainBidi(branch ?? tag ?? ref);
}

/** Builds as a list of links, newest first. */
export function BuildRows(props: { builds: readonly Build[]; names?: ReadonlyMap<string, string> }) {
	return (
		<ul class="rows">
			<For each={props.builds}>
				{(build) => (
					<li>
						<A class="row build-row" href={`/builds/${build.id}`}>
							<Status status={build.status} />
							<span class="what">
								<span class="cut">{plainBidi(build.message?.split("\n")[0] ?? triggerWords[build.trigger_type])}</span>
								<span class="cut dim">
									{[props.names?.get(build.repository_id), build.workflow_name].filter(Boolean).join(" · ")} #
									{build.number} · {triggerWords[build.trigger_type]}
								</span>
							</span>
							<span class="cut branch">
								<bdi title={refOf(build)}>{middleCut(refOf(build), 28)}</bdi>
							</span>
							<code>{build.commit_sha.slice(0, 8)}</code>
							<span class="num">
								<Took from={build.started_at} to={build.finished_at} />
							</span>
							<span class="num">
								<TimeAgo at={build.created_at} />
							</span>
						</A>
					</li>
				)}
			</For>
		</ul>
	);
}
