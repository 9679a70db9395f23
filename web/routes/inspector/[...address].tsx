import { Title } from "@solidjs/meta";
import { createAsync, useParams, useSearchParams } from "@solidjs/router";
import { type Accessor, createMemo, Show } from "solid-js";
import type { ActorDetail } from "#http/contract/actors.ts";
import { ActorHead } from "../../components/inspector/actor-head.tsx";
import { errorInWords } from "../../components/inspector/actor-rows.tsx";
import { Branch } from "../../components/inspector/branch.tsx";
import { Can } from "../../components/inspector/can.tsx";
import { ChartPane } from "../../components/inspector/chart-pane.tsx";
import { ContextView } from "../../components/inspector/context-view.tsx";
import { useJournal } from "../../components/inspector/journal-window.ts";
import { Running, timeLeft } from "../../components/inspector/running.tsx";
import { Supervision } from "../../components/inspector/supervision.tsx";
import { TimeMachine } from "../../components/inspector/time-machine.tsx";
import { Tree } from "../../components/inspector/tree.tsx";
import { activeStates, eventsElsewhere, innermostState } from "../../lib/chart-state.ts";
import { chart } from "../../lib/charts.ts";
import { actor, actorCounts, actors, journal, newestEntries } from "../../lib/data.ts";
import { entryInto, placeOf, visitedStates } from "../../lib/history.ts";
import { count, stateInWords } from "../../lib/words.ts";
import { keepFresh } from "../../state/live.ts";
import { Code } from "../../ui/code.tsx";
import { Loaded } from "../../ui/page.tsx";
import { ClockTime } from "../../ui/time.tsx";
import "../../styles/chart.css";
import "../../styles/inspector.css";
import { useAnswer } from "../../state/answer.ts";

export default function ActorPage() {
	const params = useParams<{ address: string }>();
	return (
		<Show when={params.address} keyed>
			{(path) => <OneActor address={path === "root" ? "" : path} />}
		</Show>
	);
}

function OneActor(props: { address: string }) {
	const [search] = useSearchParams<{ at?: string; tree?: string }>();
	const besideTree = () => search.tree !== undefined;
	const at = () => (/^\d+$/.test(search.at ?? "") ? Number(search.at) : undefined);
	// It is another component for another actor.
	const { address } = props;
	const its = useAnswer(() => actor(address, {}), "address");
	const then = useAnswer(() => actor(address, at() === undefined ? {} : { at: at() }), "address");
	const { newest, entries, load, aroundKey } = useJournal(address, at);
	keepFresh(
		() => [actor.keyFor(address, {}), journal.keyFor(address, newestEntries), actors.key, actorCounts.key],
		(change) =>
			besideTree() || address === "" || change.address === address || change.address.startsWith(`${address}/`),
	);
	// The past stays as it was; only what could not be asked for is asked again.
	keepFresh(
		() => [actor.keyFor(address, { at: at() }), aroundKey()],
		() => false,
	);
	const problem = () => {
		const answer = then();
		return at() !== undefined && answer && !answer.ok ? answer.detail : undefined;
	};
	const past = () => {
		const answer = then();
		return at() !== undefined && answer?.ok ? answer.data : undefined;
	};
	return (
		<Loaded answer={its()}>
			{(now) => (
				<Loaded answer={newest()}>
					{() => (
						<Page
							now={now}
							past={past()}
							at={at()}
							problem={problem()}
							entries={entries()}
							load={load}
							besideTree={besideTree()}
						/>
					)}
				</Loaded>
			)}
		</Loaded>
	);
}

interface PageProps {
	readonly now: Accessor<ActorDetail>;
	/** As it was at the instant that is asked for. */
	readonly past: ActorDetail | undefined;
	readonly at: number | undefined;
	/** Why that instant cannot be shown. */
	readonly problem: string | undefined;
	readonly entries: ReturnType<ReturnType<typeof useJournal>["entries"]>;
	readonly load: ReturnType<typeof useJournal>["load"];
	/** The whole tree stands beside it, to go through. */
	readonly besideTree: boolean;
}

function Page(props: PageProps) {
	const [, setSearch] = useSearchParams<{ at?: string }>();
	const isPast = () => props.at !== undefined && props.problem === undefined;
	const place = createMemo(() => placeOf(props.entries, isPast() ? props.at : undefined));
	const entry = () => props.entries[place()];
	/** What is looked at; while an instant is on its way, the one before it. */
	const shown = () => (isPast() && props.past) || props.now();
	const state = () => (isPast() ? (entry()?.state ?? shown().state) : props.now().state);
	const active = createMemo(() => activeStates(state()));
	const visited = createMemo(() => visitedStates(props.entries.slice(0, place() + 1)));
	const drawing = createAsync(() => chart(props.now().kind));
	const before = () => props.entries[place() - 1];
	const last = () => {
		const [from, to] = [before(), entry()];
		return from && to ? { from: innermostState(from.state), to: innermostState(to.state), event: to.event } : undefined;
	};
	const deadlines = () => (isPast() ? [] : props.now().deadlines);
	const elsewhere = () => {
		const machine = drawing();
		return machine ? eventsElsewhere(machine, active()) : [];
	};
	const go = (id: number | undefined) =>
		setSearch({ at: id === undefined ? undefined : String(id) }, { replace: true, scroll: false });
	return (
		<div data-past={isPast() ? "" : undefined} class="inspector">
			<Title>{`${props.now().name ?? (props.now().address || "root")} · Inspector · Oore`}</Title>
			<ActorHead actor={props.now()} />
			<Show when={props.problem}>
				{(why) => (
					<p class="note" data-tone="warn">
						{why()} Shown is now.
					</p>
				)}
			</Show>
			<Show when={props.problem === undefined && entry()}>
				{(then) => (
					<p class="note" data-tone={isPast() ? "run" : "none"}>
						<Show
							when={isPast()}
							fallback={
								<>
									This is now: after entry {then().sequence}, <ClockTime at={then().at} withDate />. Its state is{" "}
									<strong>{stateInWords(state())}</strong>.
								</>
							}
						>
							This is the past: after entry {then().sequence}, <ClockTime at={then().at} withDate />. Its state was{" "}
							<strong>{stateInWords(state())}</strong>
							{`; ${count(props.now().sequence - then().sequence, "entry", "entries")} came since.`}
						</Show>
					</p>
				)}
			</Show>
			<Show when={props.now().error}>
				<p class="note" data-tone="bad">
					{errorInWords(props.now().error)}
				</p>
			</Show>
			<div class="inspector-panes" data-tree={props.besideTree ? "" : undefined}>
				<Show when={props.besideTree}>
					<aside class="tree-pane" aria-label="All actors">
						<Tree />
					</aside>
				</Show>
				<Show
					when={drawing()}
					fallback={
						<section class="card flush chart-pane" aria-label="Below it">
							<h2>Below it</h2>
							<Branch parent={props.now().address} />
						</section>
					}
				>
					{(layout) => (
						<ChartPane
							machine={layout()}
							active={active()}
							last={last()}
							visited={visited()}
							timers={deadlines().map(({ event, at }) => ({ event, left: timeLeft(at) }))}
							onState={(id) => {
								const into =
									entryInto(props.entries, place(), id) ?? entryInto(props.entries, props.entries.length - 1, id);
								if (into) go(into.id);
							}}
						/>
					)}
				</Show>
				<div class="stack">
					<TimeMachine
						entries={props.entries}
						place={place()}
						isNow={!isPast()}
						isShown={!isPast() || props.past?.instant?.id === entry()?.id}
						hasOlder={(props.entries[0]?.id ?? 0) > (props.now().oldest_entry ?? 0)}
						onGo={go}
						load={props.load}
					/>
					<Show
						when={props.now().supervision}
						fallback={<Can actor={shown()} isThen={isPast()} elsewhere={elsewhere()} />}
					>
						{(rules) => <Supervision rules={rules()} />}
					</Show>
					<Show when={drawing()}>
						{(layout) => (
							<Running
								machine={layout()}
								active={shown().status === "active" ? active() : []}
								entries={props.entries}
								place={place()}
								deadlines={deadlines()}
							/>
						)}
					</Show>
					<Show when={props.now().kind !== "supervisor"}>
						<ContextView actor={shown()} />
					</Show>
					<Show when={entry()?.payload}>
						<section class="card">
							<h2>What the event carried</h2>
							<Code label="Payload" text={JSON.stringify(entry()?.payload, null, 2)} />
						</section>
					</Show>
					<Show when={drawing() && props.now().kind === "build"}>
						<section class="card flush" aria-label="Below it">
							<h2>Below it{isPast() ? ", now" : ""}</h2>
							<Branch parent={props.now().address} />
						</section>
					</Show>
				</div>
			</div>
		</div>
	);
}
