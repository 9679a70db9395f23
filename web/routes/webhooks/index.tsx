import { Title } from "@solidjs/meta";
import { A, useSearchParams } from "@solidjs/router";
import { For, Show } from "solid-js";
import { repositories, webhookEvents } from "../../lib/data.ts";
import { nameMap } from "../../lib/names.ts";
import { useAnswer } from "../../state/answer.ts";
import { keepFresh } from "../../state/live.ts";
import { Empty, Loaded } from "../../ui/page.tsx";
import { Status } from "../../ui/status.tsx";
import { TimeAgo } from "../../ui/time.tsx";

const filters = {
	provider: ["github", "gitlab", "git"],
	status: ["received", "deciding", "acted", "ignored", "failed"],
} as const;
type Search = { provider?: string; status?: string; event_type?: string; repository?: string; cursor?: string };

export default function Webhooks() {
	const [search] = useSearchParams<Search>();
	const query = () =>
		Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== "")) as Record<
			string,
			string
		>;
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
	const names = () => nameMap(all());
	const next = () => {
		const got = list();
		return got?.ok && got.next !== undefined ? `?${new URLSearchParams({ ...query(), cursor: got.next })}` : undefined;
	};
	return (
		<>
			<Title>Webhooks · Oore</Title>
			<div class="page-head">
				<h1 class="grow">Webhooks</h1>
			</div>
			<form class="filters" method="get" action="/webhooks">
				<label class="field">
					<span>Repository</span>
					<select class="input" name="repository">
						<option value="">any</option>
						<For each={all()}>
							{({ id, name }) => (
								<option value={id} selected={id === search.repository}>
									{name}
								</option>
							)}
						</For>
					</select>
				</label>
				<For each={Object.entries(filters)}>
					{([name, words]) => (
						<label class="field">
							<span>{name.charAt(0).toUpperCase() + name.slice(1)}</span>
							<select class="input" name={name}>
								<option value="">any</option>
								<For each={words}>
									{(word) => (
										<option value={word} selected={word === search[name as keyof Search]}>
											{word}
										</option>
									)}
								</For>
							</select>
						</label>
					)}
				</For>
				<label class="field">
					<span>Event</span>
					<input class="input" name="event_type" value={search.event_type ?? ""} placeholder="push" />
				</label>
				<button class="button" type="submit">
					Show
				</button>
			</form>
			<Loaded answer={list()}>
				{(rows) => (
					<section class="card flush">
						<Show
							when={rows().length > 0}
							fallback={
								<Empty title="No delivery">
									<p>Providers send one for every push. The page of a repository shows where to.</p>
								</Empty>
							}
						>
							<ul class="rows">
								<For each={rows()}>
									{(row) => (
										<li>
											<A class="row event-row" href={`/webhooks/${row.id}`}>
												<Status status={row.status} />
												<span class="dim">{row.provider}</span>
												<span class="cut">{row.event_type}</span>
												<span class="cut what">
													{names().get(row.repository_id ?? "") ?? "unknown repository"}
													<Show when={row.error_message}>
														<span class="dim"> · {row.error_message}</span>
													</Show>
												</span>
												<span class="num dim">
													<TimeAgo at={row.received_at} />
												</span>
											</A>
										</li>
									)}
								</For>
							</ul>
						</Show>
					</section>
				)}
			</Loaded>
			<Show when={next()}>
				{(href) => (
					<p class="actions" style={{ "margin-top": "12px" }}>
						<A class="button" href={href()}>
							Older
						</A>
					</p>
				)}
			</Show>
		</>
	);
}
