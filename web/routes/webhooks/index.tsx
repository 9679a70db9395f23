import { Title } from "@solidjs/meta";
import { A, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import { EventRow } from "../../components/webhook/event-row.tsx";
import { repositories, webhookEvents } from "../../lib/data.ts";
import { nameMap } from "../../lib/names.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Choice, Filters, Text, wordOptions } from "../../ui/filters.tsx";
import { Empty, Loaded } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";

const providers = ["github", "gitlab", "git"];
const statuses = ["received", "deciding", "acted", "ignored", "failed"];
/** What the server finds under whatever name a provider has for it; any other name can be typed. */
const events = ["push", "tag", "pull_request", "merge_request", "ping"];
const names = ["repository", "provider", "status", "event_type", "cursor"] as const;
type Search = Partial<Record<(typeof names)[number], string>>;

export default function Webhooks() {
	const [search] = useSearchParams<Search>();
	const query = (): Record<string, string> =>
		Object.fromEntries(names.flatMap((name) => (search[name] ? [[name, search[name]]] : [])));
	const list = useAnswer(() => webhookEvents(query()));
	const known = useAnswer(() => repositories());
	keepFresh(
		() => (search.cursor === undefined ? [webhookEvents.key] : []),
		({ kind }) => kind === "webhook",
	);
	const all = () => {
		const got = known();
		return got?.ok ? got.data : [];
	};
	const isNarrowed = () => names.some((name) => name !== "cursor" && search[name]);
	const next = () => {
		const got = list();
		return got?.ok ? got.next : undefined;
	};
	return (
		<>
			<Title>Webhooks · Oore</Title>
			<div class="page-head">
				<h1 class="grow">Webhooks</h1>
			</div>
			<Filters action="/webhooks" active={isNarrowed()}>
				<Choice
					name="repository"
					label="Repository"
					value={search.repository}
					options={all().map(({ id, name }) => [id, name])}
				/>
				<Choice name="provider" label="Provider" value={search.provider} options={wordOptions(providers)} />
				<Choice name="status" label="Status" value={search.status} options={wordOptions(statuses)} />
				<Text name="event_type" label="Event" value={search.event_type} placeholder="push" words={events} />
			</Filters>
			<Loaded answer={list()}>
				{(rows) => (
					<section class="card flush">
						<Show when={rows().length > 0} fallback={<None narrowed={isNarrowed()} />}>
							<ul class="rows">
								<For each={rows()}>
									{(row) => <EventRow event={row} repository={nameMap(all()).get(row.repository_id ?? "")} />}
								</For>
							</ul>
						</Show>
					</section>
				)}
			</Loaded>
			<Pager cursor={search.cursor} next={next()} />
		</>
	);
}

function None(props: { narrowed: boolean }) {
	return (
		<Show
			when={props.narrowed}
			fallback={
				<Empty title="No delivery yet">
					<p>Providers send one for every push. The page of a repository shows where to.</p>
				</Empty>
			}
		>
			<Empty title="No such delivery">
				<p>
					Nothing fits these filters. <A href="/webhooks">Show all deliveries</A>
				</p>
			</Empty>
		</Show>
	);
}
