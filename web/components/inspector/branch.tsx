import { A, useLocation, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { ActorCounts } from "#http/contract/actors.ts";
import { actorCounts, actors } from "../../lib/data.ts";
import { hrefWith } from "../../lib/href-with.ts";
import { useAnswer } from "../../state/answer.ts";
import { ActorRows } from "./actor-rows.tsx";

/** Rows of one page of the tree. */
export const treePage = 200;
/** So few that ended are shown at once. */
const fewEnded = 8;
const ended = ["crashed", "done", "stopped"] as const;
type Ended = (typeof ended)[number];

/** What is below an actor: all that lives, and of what has ended how many, to be opened. */
export function Branch(props: { parent: string; depth?: number }) {
	const counts = useAnswer(() => actorCounts({ parent: props.parent }));
	const live = useAnswer(
		() => actors({ below: props.parent, status: "active", order: "asc", limit: treePage }),
		"address",
	);
	const rows = () => {
		const answer = live();
		return answer?.ok ? answer : undefined;
	};
	const known = () => {
		const answer = counts();
		return answer?.ok ? answer.data : undefined;
	};
	return (
		<>
			<Show when={(rows()?.data.length ?? 0) > 0}>
				<ActorRows actors={rows()?.data ?? []} below={props.parent} />
			</Show>
			<Show when={rows()?.next}>
				<p class="row">
					<A href={`/inspector?below=${encodeURIComponent(props.parent)}&status=active&cursor=${rows()?.next}`}>
						More that live
					</A>
				</p>
			</Show>
			<Show when={known()}>{(all) => <Endings parent={props.parent} counts={all()} />}</Show>
		</>
	);
}

function Endings(props: { parent: string; counts: ActorCounts }) {
	const [search] = useSearchParams<{ open?: string }>();
	const location = useLocation();
	const key = (status: Ended) => `${props.parent}:${status}`;
	const isOpen = (status: Ended) => search.open === key(status) || props.counts[status] <= fewEnded;
	return (
		<For each={ended.filter((status) => props.counts[status] > 0)}>
			{(status) => (
				<>
					<Show when={props.counts[status] > fewEnded}>
						<p class="row ended">
							<a
								href={hrefWith(location, { open: search.open === key(status) ? undefined : key(status) })}
								aria-expanded={isOpen(status)}
								noScroll
							>
								<span aria-hidden="true">{isOpen(status) ? "▾" : "▸"}</span> {props.counts[status]} {status}
							</a>
						</p>
					</Show>
					<Show when={isOpen(status)}>
						<EndedRows parent={props.parent} status={status} />
					</Show>
				</>
			)}
		</For>
	);
}

/** The youngest first. */
function EndedRows(props: { parent: string; status: Ended }) {
	const query = () => ({ parent: props.parent, status: props.status, order: "desc", limit: treePage });
	const list = useAnswer(() => actors(query()), "address");
	const answer = () => {
		const got = list();
		return got?.ok ? got : undefined;
	};
	return (
		<>
			<ActorRows actors={answer()?.data ?? []} below={props.parent} />
			<Show when={answer()?.next}>
				{(next) => (
					<p class="row">
						<A
							href={`/inspector?${new URLSearchParams({ parent: props.parent, status: props.status, order: "desc", cursor: next() })}`}
						>
							More of them
						</A>
					</p>
				)}
			</Show>
		</>
	);
}
