import { For, Show } from "solid-js";
import type { ActorDetail } from "#http/contract/actors.ts";

/** What can happen to an actor now; of what cannot, the guard that says no and its sentence. */
export function Can(props: { transitions: ActorDetail["transitions"] }) {
	const sorted = () => [...props.transitions].sort((a, b) => Number(b.enabled) - Number(a.enabled));
	return (
		<section class="card flush">
			<h2>Possible now</h2>
			<ul class="rows">
				<For each={sorted()} fallback={<li class="row dim">Nothing: it has ended, or is a supervisor.</li>}>
					{(way) => (
						<li class="row can-row">
							<span class="badge" data-tone={way.enabled ? "ok" : "none"}>
								{way.enabled ? "✓ can" : "– cannot"}
							</span>
							<span>
								<code>{way.event}</code>
								<Show when={way.target.length > 0}>
									<span class="dim"> → {way.target.map((id) => id.split(".").slice(1).join(".")).join(", ")}</span>
								</Show>
								<Show when={way.guard}>
									<span class="dim"> [{way.guard}]</span>
								</Show>
								<Show when={way.reason}>
									<br />
									{way.reason}
								</Show>
								<Show when={way.description}>
									<br />
									<span class="dim">{way.description}</span>
								</Show>
							</span>
						</li>
					)}
				</For>
			</ul>
		</section>
	);
}
