import { A, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Actor } from "#http/contract/actors.ts";
import { stateInWords } from "../../lib/words.ts";
import { Status } from "../../ui/status.tsx";
import { TimeAgo } from "../../ui/time.tsx";

const indent = 18;
const marks: Readonly<Record<string, string>> = {
	...{ supervisor: "⌥", build: "▣", step: "▸", webhook: "⇣", repository: "◫", queue: "≡", janitor: "✧" },
};

/** Actors as the tree they are: indented by their address, below the one at `below`. */
export function ActorRows(props: { actors: readonly Actor[]; below?: string }) {
	const start = () => (props.below ? props.below.split("/").length + 1 : 0);
	const depth = (address: string) => (address === "" ? 0 : Math.max(0, address.split("/").length - start()));
	return (
		<ul class="rows">
			<For each={props.actors}>{(actor) => <ActorRow actor={actor} depth={depth(actor.address)} />}</For>
		</ul>
	);
}

/** One actor: what people call it, beside its id; outside of the tree, beside its address. */
export function ActorRow(props: { actor: Actor; depth: number | "outside" }) {
	const [search] = useSearchParams<{ tree?: string }>();
	const indented = () => (props.depth === "outside" ? 0 : props.depth * indent);
	const id = () => (props.depth === "outside" ? props.actor.address : props.actor.address.split("/").at(-1)) || "root";
	return (
		<li>
			<A
				class="row actor-row"
				href={actorHref(props.actor.address, search.tree !== undefined)}
				title={props.actor.address}
				activeClass="here"
				end
			>
				<span class="actor-name" style={{ "padding-left": `${indented()}px` }}>
					<span class="dim" aria-hidden="true">
						{marks[props.actor.kind] ?? "·"}
					</span>{" "}
					<Show when={props.actor.name} fallback={<strong class="mono cut">{id()}</strong>}>
						{(name) => (
							<>
								<strong class="cut">
									<bdi>{name()}</bdi>
								</strong>{" "}
								<span class="dim mono cut">{id()}</span>
							</>
						)}
					</Show>{" "}
					<span class="dim">{props.actor.kind}</span>
				</span>
				<span class="actor-state">
					<Show when={props.actor.status !== "active"}>
						<Status status={props.actor.status} />
					</Show>{" "}
					{stateInWords(props.actor.state)}
				</span>
				<span class="num dim">
					<TimeAgo at={props.actor.updated_at} />
				</span>
				<Show when={props.actor.error}>
					<span class="actor-error">{errorInWords(props.actor.error)}</span>
				</Show>
			</A>
		</li>
	);
}

/** The page of an actor; beside the tree where somebody goes through it. */
export function actorHref(address: string, besideTree: boolean): string {
	return `/inspector/${address || "root"}${besideTree ? "?tree=1" : ""}`;
}

export function errorInWords(error: unknown): string {
	if (typeof error === "object" && error !== null && "message" in error) return String(error.message);
	return JSON.stringify(error);
}
