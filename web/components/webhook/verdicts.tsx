import { For, Show } from "solid-js";
import { BuildLink } from "../build/build-link.tsx";

interface Verdict {
	readonly workflow: string;
	readonly starts: boolean;
	readonly reason: string;
	readonly build_id: string | null;
}

/** For every workflow whether it starts, and why or why not. */
export function Verdicts(props: { verdicts: readonly Verdict[] }) {
	return (
		<ul class="rows">
			<For each={props.verdicts}>
				{(verdict) => (
					<li class="row verdict-row">
						<span class="badge" data-tone={verdict.starts ? "ok" : "none"}>
							{verdict.starts ? "✓ starts" : "– not"}
						</span>
						<strong>{verdict.workflow}</strong>
						<span class="dim">{verdict.reason}</span>
						<Show when={verdict.build_id}>{(id) => <BuildLink id={id()} />}</Show>
					</li>
				)}
			</For>
		</ul>
	);
}
