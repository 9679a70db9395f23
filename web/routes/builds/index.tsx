import { Title } from "@solidjs/meta";
import { A, useSearchParams } from "@solidjs/router";
import { type Accessor, Show } from "solid-js";
import { isServer } from "solid-js/web";
import type { Build } from "#http/contract/builds.ts";
import type { Repository } from "#http/contract/repositories.ts";
import { BuildRows } from "../../components/build/build-row.tsx";
import { Trigger } from "../../components/build/trigger.tsx";
import { builds, repositories } from "../../lib/data.ts";
import { nameMap } from "../../lib/names.ts";
import { useAnswer } from "../../state/answer.ts";
import { useKeys } from "../../state/keys.ts";
import { keepFresh } from "../../state/live.ts";
import { useNewer } from "../../state/newer.ts";
import { Choice, Filters, Text, wordOptions } from "../../ui/filters.tsx";
import { NewerPill } from "../../ui/newer-pill.tsx";
import { Empty, Loaded } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";

const statuses = ["pending", "running", "success", "failure", "cancelled"];
const triggers = ["push", "pull_request", "merge_request", "tag", "manual"];
const names = ["repository", "status", "branch", "trigger_type", "commit", "from", "to", "sort", "cursor"] as const;
const orders = [
	["date", "oldest first"],
	["duration", "longest first"],
] as const;
type Search = Partial<Record<(typeof names)[number], string>>;

/** What the URL says, as the API wants it: a day is a day in UTC. */
function queryOf(search: Search): Record<string, string> {
	const given = names.flatMap((name) => (search[name] ? [[name, search[name]] as const] : []));
	const query: Record<string, string> = Object.fromEntries(given);
	if (query["from"]) query["from"] = `${query["from"]}T00:00:00Z`;
	if (query["to"]) query["to"] = `${query["to"]}T23:59:59Z`;
	return query;
}

export default function Builds() {
	const [search] = useSearchParams<Search>();
	const list = useAnswer(() => builds(queryOf(search)));
	const known = useAnswer(() => repositories());
	useKeys([{ key: "f", what: "The next build that failed", act: focusNextFailure }]);
	// A page further back stays as it is while somebody reads it.
	keepFresh(
		() => (search.cursor === undefined ? [builds.key] : []),
		({ kind }) => kind === "build",
	);
	const all = (): readonly Repository[] => {
		const got = known();
		return got?.ok ? got.data : [];
	};
	const next = () => {
		const got = list();
		return got?.ok ? got.next : undefined;
	};
	return (
		<>
			<Title>Builds · Oore</Title>
			<div class="page-head">
				<h1 class="grow">Builds</h1>
				<Trigger repositories={all} />
			</div>
			<Filters action="/builds" active={isFiltered(search)}>
				<Choice
					name="repository"
					label="Repository"
					value={search.repository}
					options={all().map(({ id, name }) => [id, name])}
				/>
				<Choice name="status" label="Status" value={search.status} options={wordOptions(statuses)} />
				<Choice name="trigger_type" label="Trigger" value={search.trigger_type} options={wordOptions(triggers)} />
				<Text name="branch" label="Branch" value={search.branch} />
				<Text name="commit" label="Commit" value={search.commit} />
				<Text name="from" label="From (UTC)" value={search.from} type="date" />
				<Text name="to" label="To (UTC)" value={search.to} type="date" />
				<Choice name="sort" label="Order" none="newest first" value={search.sort} options={orders} />
			</Filters>
			<Loaded answer={list()}>
				{(rows) => (
					<Show when={rows().length > 0} fallback={<NoBuild filtered={isFiltered(search)} />}>
						<List builds={rows} names={nameMap(all())} newestFirst={(search.sort ?? "-date") === "-date"} />
					</Show>
				)}
			</Loaded>
			<Pager cursor={search.cursor} next={next()} />
		</>
	);
}

function isFiltered(search: Search): boolean {
	return names.some((name) => name !== "cursor" && search[name]);
}

function List(props: { builds: Accessor<readonly Build[]>; names: ReadonlyMap<string, string>; newestFirst: boolean }) {
	let list: HTMLElement | undefined;
	const isReading = () => !isServer && props.newestFirst && (list?.matches(":hover, :focus-within") || scrollY > 0);
	const { shown, waiting, show } = useNewer(
		() => props.builds(),
		() => isReading() === true,
	);
	return (
		<section class="card flush" ref={list}>
			<NewerPill count={waiting()} onShow={show} />
			<BuildRows builds={shown()} names={props.names} />
		</section>
	);
}

function NoBuild(props: { filtered: boolean }) {
	return (
		<section class="card flush">
			<Show
				when={props.filtered}
				fallback={
					<Empty title="No build yet">
						<p>Push to a repository whose webhook leads here, or start one by hand.</p>
					</Empty>
				}
			>
				<Empty title="No such build">
					<p>
						Nothing fits these filters. <A href="/builds">Show all builds</A>
					</p>
				</Empty>
			</Show>
		</section>
	);
}

function focusNextFailure(): void {
	const rows = [...document.querySelectorAll<HTMLElement>("main a.build-row")];
	const from = rows.indexOf(document.activeElement as HTMLElement);
	const failed = rows.filter((row) => row.querySelector("[data-tone=bad]"));
	(failed.find((row) => rows.indexOf(row) > from) ?? failed[0])?.focus();
}
