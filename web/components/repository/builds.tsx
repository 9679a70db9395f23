import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { builds } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Empty, Loaded } from "../../ui/page.tsx";
import { BuildRows } from "../build/build-row.tsx";

/** A repository's newest builds, and the way to all of them. */
export function Builds(props: { id: string }) {
	const list = useAnswer(() => builds({ repository: props.id, limit: 50 }));
	keepFresh(
		() => [builds.key],
		({ kind }) => kind === "build",
	);
	return (
		<section class="card flush">
			<Loaded answer={list()}>
				{(rows) => (
					<Show when={rows().length > 0} fallback={<Empty title="No build yet">Push, or start one by hand.</Empty>}>
						<BuildRows builds={rows()} />
						<p class="row">
							<A href={`/builds?repository=${props.id}`}>All of them, with filters</A>
						</p>
					</Show>
				)}
			</Loaded>
		</section>
	);
}
