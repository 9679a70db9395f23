import { A } from "@solidjs/router";
import { For } from "solid-js";
import type { Actor } from "#http/contract/actors.ts";
import { stateInWords } from "../../lib/words.ts";
import { Status } from "../../ui/status.tsx";
import { TimeAgo } from "../../ui/time.tsx";

const indent = 18;

/** Actors as the tree they are: indented by their address, below the one at `below`. */
export function ActorRows(props: { actors: readonly Actor[]; below?: string }) {
	const start = () => (props.below ? props.below.split("/").length + 1 : 0);
	const depth = (address: string) => (address === "" ? 0 : Math.max(0, address.split("/").length - start()));
	return (
		<ul class="rows">
			<For each={props.actors}>
				{(actor) => (
					<li>
						<A class="row actor-row" href={`/inspector/${actor.address || "root"}`} title={actor.address}>
							<span class="cut mono" style={{ "padding-left": `${depth(actor.address) * indent}px` }}>
								{actor.address.split("/").at(-1) || "root"} <span class="dim">{actor.kind}</span>
							</span>
							<Status status={actor.status} />
							<span class="cut">{stateInWords(actor.state)}</span>
							<span class="num dim">
								<TimeAgo at={actor.updated_at} />
							</span>
						</A>
					</li>
				)}
			</For>
		</ul>
	);
}
