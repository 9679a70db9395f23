import { Title } from "@solidjs/meta";
import { A, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import { ActorRows } from "../../components/inspector/actor-rows.tsx";
import { drawnKinds } from "../../lib/charts.ts";
import { actors } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Empty, Loaded } from "../../ui/page.tsx";

type Search = { kind?: string; state?: string; status?: string; parent?: string; cursor?: string };
const statuses = ["active", "done", "stopped", "crashed"];

/** Every actor by its address, so that children follow their parents. */
export default function Inspector() {
	const [search] = useSearchParams<Search>();
	const query = () => ({
		...(Object.fromEntries(Object.entries(search).filter(([, value]) => value)) as Record<string, string>),
		limit: 100,
	});
	const list = useAnswer(() => actors(query()), "address");
	keepFresh(
		() => [actors.key],
		() => true,
	);
	const next = () => {
		const got = list();
		return got?.ok && got.next !== undefined
			? `?${new URLSearchParams({ ...(search as Record<string, string>), cursor: got.next })}`
			: undefined;
	};
	return (
		<>
			<Title>Inspector · Oore</Title>
			<div class="page-head">
				<h1 class="grow">Inspector</h1>
			</div>
			<form class="filters" method="get" action="/inspector">
				<Pick name="kind" label="Kind" words={drawnKinds} value={search.kind} />
				<Pick name="status" label="Status" words={statuses} value={search.status} />
				<label class="field">
					<span>State</span>
					<input class="input" name="state" value={search.state ?? ""} placeholder="pending" />
				</label>
				<label class="field">
					<span>Below</span>
					<input class="input mono" name="parent" value={search.parent ?? ""} placeholder="builds" />
				</label>
				<button class="button" type="submit">
					Show
				</button>
				<A class="button quiet" href="/inspector">
					Clear
				</A>
			</form>
			<div class="split">
				<section class="card flush">
					<h2>Actors</h2>
					<Loaded answer={list()}>
						{(rows) => (
							<Show when={rows().length > 0} fallback={<Empty title="No such actor" />}>
								<ActorRows actors={rows()} />
								<Show when={next()}>
									{(href) => (
										<p class="row">
											<A href={href()}>More</A>
										</p>
									)}
								</Show>
							</Show>
						)}
					</Loaded>
				</section>
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

function Pick(props: { name: string; label: string; words: readonly string[]; value: string | undefined }) {
	return (
		<label class="field">
			<span>{props.label}</span>
			<select class="input" name={props.name}>
				<option value="">any</option>
				<For each={props.words}>
					{(word) => (
						<option value={word} selected={word === props.value}>
							{word}
						</option>
					)}
				</For>
			</select>
		</label>
	);
}
