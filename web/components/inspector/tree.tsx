import { For, Show } from "solid-js";
import type { Actor } from "#http/contract/actors.ts";
import { actors } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { Loaded } from "../../ui/page.tsx";
import { ActorRow } from "./actor-rows.tsx";
import { Branch } from "./branch.tsx";

const crashedShown = 20;

/** The supervision tree: what crashed first, then every child of the root with what is below it. */
export function Tree() {
	const top = useAnswer(() => actors({ parent: "", limit: 200 }), "address");
	const crashed = useAnswer(() => actors({ status: "crashed", order: "desc", limit: crashedShown }), "address");
	const fallen = () => {
		const answer = crashed();
		return answer?.ok ? answer.data : [];
	};
	// Those that stand alone first: they are few, and would be lost between the branches.
	const sorted = (rows: readonly Actor[]) =>
		[...rows].sort((a, b) => Number(a.kind === "supervisor") - Number(b.kind === "supervisor"));
	return (
		<div class="stack">
			<Show when={fallen().length > 0}>
				<section class="card flush" aria-label="Crashed">
					<h2>Crashed</h2>
					<ul class="rows">
						<For each={fallen()}>{(actor) => <ActorRow actor={actor} depth="outside" />}</For>
					</ul>
				</section>
			</Show>
			<section class="card flush" aria-label="Actors">
				<h2>Actors</h2>
				<Loaded answer={top()}>
					{(rows) => (
						<For each={sorted(rows())}>
							{(actor) => (
								<div class="branch">
									<ul class="rows">
										<ActorRow actor={actor} depth={0} />
									</ul>
									<Show when={actor.kind === "supervisor"}>
										<div class="branch-below">
											<Branch parent={actor.address} />
										</div>
									</Show>
								</div>
							)}
						</For>
					)}
				</Loaded>
			</section>
		</div>
	);
}
