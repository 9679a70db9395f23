import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { ageQuery } from "../../lib/ages.ts";
import { actorCounts, actors } from "../../lib/data.ts";
import { count } from "../../lib/words.ts";
import { useAnswer } from "../../state/answer.ts";
import { Empty, Loaded } from "../../ui/page.tsx";
import { ActorRow } from "./actor-rows.tsx";
import { treePage } from "./branch.tsx";

type Search = Readonly<Partial<Record<string, string>>>;

/** The actors that a filter finds, and how many there are. */
export function Found(props: { search: Search }) {
	const filter = () => {
		const { kind, state, status, parent, below, age } = props.search;
		const given = Object.entries({ kind, state, status, parent, below }).filter(([, value]) => value);
		return { ...(Object.fromEntries(given) as Record<string, string>), ...ageQuery(age) };
	};
	const page = () => {
		const { order, cursor } = props.search;
		return { ...(order && { order }), ...(cursor && { cursor }), limit: treePage };
	};
	const list = useAnswer(() => actors({ ...filter(), ...page() }), "address");
	const counts = useAnswer(() => actorCounts(filter()));
	const total = () => {
		const got = counts();
		return got?.ok ? Object.values(got.data).reduce((sum, each) => sum + each, 0) : undefined;
	};
	const next = () => {
		const got = list();
		const same = Object.entries(props.search).filter((each): each is [string, string] => Boolean(each[1]));
		return got?.ok && got.next !== undefined
			? `/inspector?${new URLSearchParams({ ...Object.fromEntries(same), cursor: got.next })}`
			: undefined;
	};
	return (
		<section class="card flush">
			<h2>
				Actors <Show when={total() !== undefined}>· {count(total() ?? 0, "actor")} found</Show>
			</h2>
			<Loaded answer={list()}>
				{(rows) => (
					<Show when={rows().length > 0} fallback={<Empty title="No such actor" />}>
						<ul class="rows">
							<For each={rows()}>{(actor) => <ActorRow actor={actor} depth="outside" />}</For>
						</ul>
						<Show when={next()}>
							{(href) => (
								<p class="row">
									<A href={href()}>The next {treePage}</A>
								</p>
							)}
						</Show>
					</Show>
				)}
			</Loaded>
		</section>
	);
}
