import { Title } from "@solidjs/meta";
import { A, createAsync, useParams, useSearchParams } from "@solidjs/router";
import { type Accessor, createMemo, For, Show } from "solid-js";
import type { ActorDetail, JournalEntry } from "#http/contract/actors.ts";
import { ActiveChart } from "../../components/inspector/active-chart.tsx";
import { ActorRows } from "../../components/inspector/actor-rows.tsx";
import { Can } from "../../components/inspector/can.tsx";
import { TimeMachine } from "../../components/inspector/time-machine.tsx";
import { activeStates, innermostState } from "../../lib/chart-state.ts";
import { chart } from "../../lib/charts.ts";
import { actor, actors, journal } from "../../lib/data.ts";
import { contextAt } from "../../lib/history.ts";
import { stateInWords } from "../../lib/words.ts";
import { keepFresh } from "../../state/live.ts";
import { Code } from "../../ui/code.tsx";
import { Loaded } from "../../ui/page.tsx";
import { Status } from "../../ui/status.tsx";
import "../../styles/chart.css";
import "../../styles/inspector.css";
import { useAnswer } from "../../state/answer.ts";

const newest = { limit: 200 };

export default function ActorPage() {
	const params = useParams<{ address: string }>();
	const address = () => (params.address === "root" ? "" : params.address);
	const its = useAnswer(() => actor(address()), "address");
	const entries = useAnswer(() => journal(address(), newest));
	keepFresh(
		() => [actor.keyFor(address()), journal.keyFor(address(), newest), actors.key],
		(change) => change.address === address() || change.address.startsWith(`${address()}/`),
	);
	return (
		<Loaded answer={its()}>
			{(found) => (
				<Loaded answer={entries()}>{(list) => <Page actor={found} entries={() => list().toReversed()} />}</Loaded>
			)}
		</Loaded>
	);
}

function Page(props: { actor: Accessor<ActorDetail>; entries: Accessor<readonly JournalEntry[]> }) {
	const [search, setSearch] = useSearchParams<{ at?: string }>();
	const at = () => (search.at === undefined ? undefined : Number(search.at));
	/** What is shown: an instant of the past, or now. */
	const shown = createMemo(() => {
		const entries = props.entries();
		const index = entries.findIndex(({ id }) => id === at());
		const place = index < 0 ? entries.length - 1 : index;
		return { entry: entries[place], before: entries[place - 1], past: index >= 0 };
	});
	const state = () => (shown().past ? shown().entry?.state : props.actor().state);
	const context = () => {
		const { entry, past } = shown();
		return past && entry ? contextAt(props.entries(), entry.id) : props.actor().context;
	};
	const drawing = createAsync(() => chart(props.actor().kind));
	const last = () => {
		const { entry, before } = shown();
		return entry && before
			? { from: innermostState(before.state), to: innermostState(entry.state), event: entry.event }
			: undefined;
	};
	const path = () => props.actor().address.split("/").filter(Boolean);
	return (
		<div data-past={shown().past ? "" : undefined} class="inspector">
			<Title>{`${props.actor().address || "root"} · Inspector · Oore`}</Title>
			<div class="page-head">
				<div class="grow">
					<p class="crumb mono cut">
						<A href="/inspector">Inspector</A>
						<For each={path().slice(0, -1)}>
							{(_, index) => {
								const to = () =>
									path()
										.slice(0, index() + 1)
										.join("/");
								return (
									<>
										{" / "}
										<A href={`/inspector/${to()}`}>{path()[index()]}</A>
									</>
								);
							}}
						</For>
					</p>
					<h1 class="cut">
						{path().at(-1) ?? "root"} <Status status={props.actor().status} />
					</h1>
				</div>
				<Subject actor={props.actor()} />
			</div>
			<Show when={shown().past}>
				<p class="note" data-tone="run">
					This is the past: after entry {shown().entry?.sequence}, {shown().entry?.at}. Its state was{" "}
					<strong>{stateInWords(state())}</strong>.
				</p>
			</Show>
			<Show when={props.actor().error}>
				<p class="note" data-tone="bad">
					{errorInWords(props.actor().error)}
				</p>
			</Show>
			<div class="inspector-panes">
				<section class="card chart-pane" aria-label="Chart">
					<Show
						when={drawing()}
						fallback={<p class="dim">A {props.actor().kind} has no chart of its own: it only supervises.</p>}
					>
						{(layout) => <ActiveChart machine={layout()} active={activeStates(state())} last={last()} />}
					</Show>
				</section>
				<div class="stack">
					<TimeMachine
						entries={props.entries()}
						at={at()}
						onGo={(id) =>
							setSearch({ at: id === undefined ? undefined : String(id) }, { replace: true, scroll: false })
						}
					/>
					<Show when={!shown().past}>
						<Can transitions={props.actor().transitions} />
					</Show>
					<Deadlines deadlines={props.actor().deadlines} />
					<section class="card">
						<h2>Context</h2>
						<Code
							label="Context"
							text={
								context() === undefined
									? "Retention removed the beginning of its journal."
									: JSON.stringify(context(), null, 2)
							}
						/>
					</section>
					<Show when={shown().entry?.payload}>
						<section class="card">
							<h2>What the event carried</h2>
							<Code label="Payload" text={JSON.stringify(shown().entry?.payload, null, 2)} />
						</section>
					</Show>
					<Children address={props.actor().address} />
				</div>
			</div>
		</div>
	);
}

/** The page of what the actor stands for. */
function Subject(props: { actor: ActorDetail }) {
	const href = () => {
		const [kind, id, step] = props.actor.address.split("/");
		if (id === undefined) return undefined;
		if (kind === "builds") return step ? `/builds/${id}?step=${step.replace("step-", "")}` : `/builds/${id}`;
		return kind === "webhooks" || kind === "repositories" ? `/${kind}/${id}` : undefined;
	};
	return (
		<Show when={href()}>
			{(to) => (
				<A class="button" href={to()}>
					Its page
				</A>
			)}
		</Show>
	);
}

function Deadlines(props: { deadlines: ActorDetail["deadlines"] }) {
	return (
		<Show when={props.deadlines.length > 0}>
			<section class="card">
				<h2>Timers</h2>
				<dl class="sheet">
					<For each={props.deadlines}>
						{({ event, at }) => (
							<>
								<dt>
									<code>{event.replace("xstate.after.", "after ")}</code>
								</dt>
								<dd>
									<time datetime={at}>{at}</time>
								</dd>
							</>
						)}
					</For>
				</dl>
			</section>
		</Show>
	);
}

function Children(props: { address: string }) {
	const list = useAnswer(() => actors({ parent: props.address, limit: 100 }), "address");
	return (
		<Loaded answer={list()}>
			{(rows) => (
				<Show when={rows().length > 0}>
					<section class="card flush">
						<h2>Below it</h2>
						<ActorRows actors={rows()} below={props.address} />
					</section>
				</Show>
			)}
		</Loaded>
	);
}

function errorInWords(error: unknown): string {
	if (typeof error === "object" && error !== null && "message" in error) return String(error.message);
	return JSON.stringify(error);
}
