import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { Repository } from "#http/contract/repositories.ts";
import type { RepositoryStats } from "#http/contract/stats.ts";
import { Status } from "../../ui/status.tsx";
import { TimeAgo } from "../../ui/time.tsx";

/** A repository in a list: how it is, and how its last build is. */
export function RepositoryRow(props: {
	repository: Repository;
	last: RepositoryStats["builds"][number] | undefined;
	onRemove: () => void;
}) {
	return (
		<li class="repo-item">
			<A class="row repo-row" href={`/repositories/${props.repository.id}`}>
				<span class="what">
					<strong class="cut">{props.repository.name}</strong>
					<span class="cut dim">{[props.repository.provider, ...atProvider(props.repository)].join(" · ")}</span>
				</span>
				<Status status={props.repository.state} />
				<span class="last">
					<Show when={props.last} fallback={<span class="dim">no build yet</span>}>
						{(build) => (
							<>
								<Status status={build().status} />
								<span class="dim">
									#{build().number} <TimeAgo at={build().created_at} />
								</span>
							</>
						)}
					</Show>
				</span>
			</A>
			<button
				class="button small quiet danger"
				type="button"
				aria-label={`Remove ${props.repository.name}`}
				onClick={() => props.onRemove()}
			>
				Remove
			</button>
		</li>
	);
}

/** How its provider calls it, where that is not its name here. */
function atProvider({ name, owner, repo_name: own }: Repository): string[] {
	return name === `${owner}/${own}` ? [] : [`${owner}/${own}`];
}
