import { A, useLocation, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { ActorDetail } from "#http/contract/actors.ts";
import { paths } from "#http/contract/paths.ts";
import { hrefWith } from "../../lib/href-with.ts";
import { Status } from "../../ui/status.tsx";

/** Who it is, where it is in the tree, and what else there is of it. */
export function ActorHead(props: { actor: ActorDetail }) {
	const location = useLocation();
	const [search] = useSearchParams<{ tree?: string; at?: string }>();
	const path = () => props.actor.address.split("/").filter(Boolean);
	const id = () => path().at(-1) ?? "root";
	return (
		<div class="page-head">
			<div class="grow">
				<p class="crumb mono cut">
					<A href="/inspector">Inspector</A>
					<For each={path().slice(0, -1)}>
						{(name, index) => (
							<>
								{" / "}
								<A
									href={`/inspector/${path()
										.slice(0, index() + 1)
										.join("/")}`}
								>
									{name}
								</A>
							</>
						)}
					</For>
				</p>
				<h1 class="cut">
					<bdi>{props.actor.name ?? id()}</bdi> <Status status={props.actor.status} />
				</h1>
				<Show when={props.actor.name}>
					<p class="dim mono cut">{id()}</p>
				</Show>
			</div>
			<A
				class="button"
				href={hrefWith(location, { tree: search.tree === undefined ? "1" : undefined })}
				aria-expanded={search.tree !== undefined}
				noScroll
			>
				Tree
			</A>
			<a class="button" href={paths.slice(props.actor.address)} download="">
				Journal as JSON
			</a>
			<Show when={subjectOf(props.actor.address, search.at)}>
				{(to) => (
					<A class="button" href={to()}>
						Its page
					</A>
				)}
			</Show>
		</div>
	);
}

/** The page of what the actor stands for; a build's as it was at the instant that is looked at. */
function subjectOf(address: string, at: string | undefined): string | undefined {
	const [kind, id, step] = address.split("/");
	if (id === undefined) return undefined;
	if (kind === "builds")
		return hrefWith({ pathname: `/builds/${id}`, search: "" }, { step: step?.replace("step-", ""), at });
	return kind === "webhooks" || kind === "repositories" ? `/${kind}/${id}` : undefined;
}
