import { For, Show } from "solid-js";
import type { ActorDetail } from "#http/contract/actors.ts";
import { differences } from "../../lib/value-diff.ts";

/** What an actor holds, and what the entry that is looked at changed of it. */
export function ContextView(props: { actor: ActorDetail }) {
	const changed = () => new Set(props.actor.changes?.map(({ name }) => name));
	const isFirst = () => props.actor.instant?.sequence === 1;
	const changes = () =>
		isFirst() ? [] : (props.actor.changes ?? []).flatMap(({ name, before, after }) => differences(name, before, after));
	const note = () => {
		if (isFirst()) return "It began with this context.";
		if (props.actor.changes === null)
			return "What this entry changed of it is not known: retention removed what was before.";
		return "This entry changed nothing of it.";
	};
	const members = () => Object.entries((props.actor.context ?? {}) as Record<string, unknown>);
	return (
		<section class="card" aria-label="Context">
			<h2>Context</h2>
			<Show when={props.actor.context_unknown === null} fallback={<p>{props.actor.context_unknown}</p>}>
				<Show when={props.actor.instant}>
					<Show when={changes().length > 0} fallback={<p class="dim context-note">{note()}</p>}>
						<section class="differences" aria-label="Changed by this entry" tabindex="0">
							<ul>
								<For each={changes()}>
									{(each) => (
										<li>
											<code>{each.path}</code>{" "}
											<Show when={each.before !== undefined}>
												<del>{each.before}</del>
											</Show>
											<span aria-hidden="true"> → </span>
											<Show when={each.after !== undefined} fallback={<em>gone</em>}>
												<ins>{each.after}</ins>
											</Show>
										</li>
									)}
								</For>
							</ul>
						</section>
					</Show>
				</Show>
				<section class="code" aria-label="The whole context" tabindex="0">
					<pre>
						{"{\n"}
						<For each={members()}>
							{([name, value], index) => (
								<>
									{"  "}
									<Show when={changed().has(name)} fallback={JSON.stringify(name)}>
										<mark>{JSON.stringify(name)}</mark>
									</Show>
									{`: ${JSON.stringify(value, null, 2)?.replaceAll("\n", "\n  ")}${index() < members().length - 1 ? "," : ""}\n`}
								</>
							)}
						</For>
						{"}"}
					</pre>
				</section>
			</Show>
		</section>
	);
}
