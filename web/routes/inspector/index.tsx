import { Title } from "@solidjs/meta";
import { A, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import { Found } from "../../components/inspector/found.tsx";
import { Tree } from "../../components/inspector/tree.tsx";
import { ages } from "../../lib/ages.ts";
import { drawnKinds } from "../../lib/charts.ts";
import { actorCounts, actors } from "../../lib/data.ts";
import { keepFresh } from "../../state/live.ts";
import "../../styles/inspector.css";

export type Search = Partial<
	Record<"kind" | "state" | "status" | "parent" | "below" | "age" | "order" | "cursor", string>
>;
const kinds = [...drawnKinds, "supervisor"];
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
			<form class="filters" method="get" action="/inspector">
				<Pick name="kind" label="Kind" words={kinds.map((kind) => [kind, kind])} value={search.kind} />
				<Pick name="status" label="Status" words={statuses.map((status) => [status, status])} value={search.status} />
				<Pick name="age" label="Age" words={ages.map(({ name, words }) => [name, words])} value={search.age} />
				<label class="field">
					<span>State</span>
					<input class="input" name="state" value={search.state ?? ""} placeholder="pending" />
				</label>
				<label class="field">
					<span>Below</span>
					<input class="input mono" name="below" value={search.below ?? search.parent ?? ""} placeholder="builds" />
				</label>
				<button class="button" type="submit">
					Show
				</button>
				<A class="button quiet" href="/inspector">
					Clear
				</A>
			</form>
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

function Pick(props: {
	name: string;
	label: string;
	words: readonly (readonly [value: string, words: string])[];
	value: string | undefined;
}) {
	return (
		<label class="field">
			<span>{props.label}</span>
			<select class="input" name={props.name}>
				<option value="">any</option>
				<For each={props.words}>
					{([value, words]) => (
						<option value={value} selected={value === props.value}>
							{words}
						</option>
					)}
				</For>
			</select>
		</label>
	);
}
