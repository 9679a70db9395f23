import { Title } from "@solidjs/meta";
import { A, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import { actorKinds } from "#http/contract/actor-kinds.ts";
import { Found } from "../../components/inspector/found.tsx";
import { Tree } from "../../components/inspector/tree.tsx";
import { ages } from "../../lib/ages.ts";
import { drawnKinds } from "../../lib/charts.ts";
import { actorCounts, actors } from "../../lib/data.ts";
import { keepFresh } from "../../state/live.ts";
import { Choice, Filters, Text, wordOptions } from "../../ui/filters.tsx";
import "../../styles/inspector.css";

export type Search = Partial<
	Record<"kind" | "state" | "status" | "parent" | "below" | "age" | "order" | "cursor", string>
>;
const statuses = ["active", "done", "stopped", "crashed"];

/** Every actor: as the tree of supervisors and children, or those that a filter finds. */
export default function Inspector() {
	const [search] = useSearchParams<Search>();
	keepFresh(
		() => [actors.key, actorCounts.key],
		() => true,
	);
	const isFiltered = () =>
		["kind", "state", "status", "parent", "below", "age"].some((name) => search[name as keyof Search]);
	return (
		<>
			<Title>Inspector · Oore</Title>
			<div class="page-head">
				<h1 class="grow">Inspector</h1>
			</div>
			<Filters action="/inspector" active={isFiltered()}>
				<Choice name="kind" label="Kind" options={wordOptions(actorKinds)} value={search.kind} />
				<Choice name="status" label="Status" options={wordOptions(statuses)} value={search.status} />
				<Choice name="age" label="Age" options={ages.map(({ name, words }) => [name, words])} value={search.age} />
				<Text name="state" label="State" value={search.state} placeholder="pending" />
				<Text name="below" label="Below" value={search.below ?? search.parent} placeholder="builds" />
			</Filters>
			<div class="split">
				<Show when={isFiltered()} fallback={<Tree />}>
					<Found search={search} />
				</Show>
				<section class="card flush">
					<h2>Machines</h2>
					<ul class="rows">
						<For each={drawnKinds}>
							{(kind) => (
								<li>
									<A class="row" href={`/inspector/machines/${kind}`}>
										{kind}
									</A>
								</li>
							)}
						</For>
					</ul>
				</section>
			</div>
		</>
	);
}
