import { For, Show } from "solid-js";
import type { Supervision as Rules } from "#http/contract/actors.ts";
import { duration } from "#http/contract/words.ts";
import { count } from "../../lib/words.ts";

const strategies: Readonly<Record<NonNullable<Rules["strategy"]>, string>> = {
	one_for_one: "A child that fails is started again, its siblings are not.",
	one_for_all: "With a child that fails every sibling is started again.",
	rest_for_one: "With a child that fails those that were started after it are started again.",
};
const restarts: Readonly<Record<Rules["children"][number]["restart"], string>> = {
	permanent: "always started again",
	transient: "started again when it fails",
	temporary: "never started again",
};

/** By which rules a supervisor works: it has no machine, it has children. */
export function Supervision(props: { rules: Rules }) {
	const limit = () => `${count(props.rules.intensity, "restart")} within ${duration(props.rules.period_ms)}`;
	return (
		<section class="card" aria-label="Supervision">
			<h2>
				Supervision <Show when={props.rules.strategy}>{(strategy) => <code class="dim">{strategy()}</code>}</Show>
			</h2>
			<Show
				when={props.rules.strategy}
				fallback={
					<p>
						Each child is started again alone, at its last commit: {limit()}. One that fails more often is told so once,
						to end by its own rules; if it fails at that too it is written off as crashed.
					</p>
				}
			>
				{(strategy) => (
					<p>
						{strategies[strategy()]} At most {limit()}: with one more it fails itself.
					</p>
				)}
			</Show>
			<dl class="sheet">
				<For each={props.rules.children}>
					{(child) => (
						<>
							<dt class="mono">{child.id ?? "each child"}</dt>
							<dd>
								{restarts[child.restart]}, {duration(child.shutdown_ms)} to stop
							</dd>
						</>
					)}
				</For>
			</dl>
		</section>
	);
}
