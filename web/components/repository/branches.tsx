import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { branches } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Loaded } from "../../ui/page.tsx";
import { Status } from "../../ui/status.tsx";

/** Each as its newest commit is. */
export function Branches(props: { id: string }) {
	const list = useAnswer(() => branches(props.id), "build_id");
	keepFresh(
		() => [branches.key],
		({ kind }) => kind === "build",
	);
	return (
		<Loaded answer={list()}>
			{(rows) => (
				<Show when={rows().length > 0}>
					<section class="card flush">
						<h2>Branches</h2>
						<ul class="rows">
							<For each={rows()}>
								{(row) => (
									<li>
										<A class="row branch-row" href={`/builds/${row.build_id}`}>
											<Status status={row.status} />
											<span class="cut">
												<bdi>{row.branch}</bdi> <span class="dim">{row.workflow_name}</span>
											</span>
											<code>{row.commit_sha.slice(0, 8)}</code>
										</A>
									</li>
								)}
							</For>
						</ul>
					</section>
				</Show>
			)}
		</Loaded>
	);
}
