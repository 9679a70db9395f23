import { Title } from "@solidjs/meta";
import { Show } from "solid-js";
import { duration } from "#http/contract/words.ts";
import { BuildRows } from "../components/build/build-row.tsx";
import { ActorRows } from "../components/inspector/actor-rows.tsx";
import { actors, builds, health, repositories } from "../lib/data.ts";
import { nameMap } from "../lib/names.ts";
import { useAnswer } from "../state/answer.ts";
import { keepFresh } from "../state/live.ts";
import { Empty, Loaded } from "../ui/page.tsx";
import { Status } from "../ui/status.tsx";

const waitingQuery = { status: "pending", sort: "date", limit: 50 };
const treeQuery = { status: "active", limit: 200 };

export default function System() {
	const its = useAnswer(() => health());
	const tree = useAnswer(() => actors(treeQuery));
	const crashed = useAnswer(() => actors({ status: "crashed", limit: 50 }));
	const running = useAnswer(() => builds({ status: "running", limit: 50 }));
	const waiting = useAnswer(() => builds(waitingQuery));
	const known = useAnswer(() => repositories());
	keepFresh(
		() => [health.key, actors.key, builds.key],
		() => true,
	);
	const names = () => {
		const got = known();
		return nameMap(got?.ok ? got.data : []);
	};
	return (
		<>
			<Title>System · Oore</Title>
			<div class="page-head">
				<h1 class="grow">System</h1>
				<Loaded answer={its()}>{(found) => <Status status={found().status} large />}</Loaded>
			</div>
			<div class="stack">
				<Loaded answer={its()}>
					{(found) => (
						<>
							<Show when={found().reason}>
								<p class="note" data-tone="warn">
									{found().reason}
								</p>
							</Show>
							<div class="cards">
								<Figure name="Slots" value={`${found().workers.active} of ${found().workers.max}`} more="in use" />
								<Figure
									name="Deliveries"
									value={String(found().queue.pending)}
									more={`being decided, at most ${found().queue.capacity}`}
								/>
								<Figure name="Database" value={found().database} more={`Oore ${found().version}`} />
								<Figure name="Up for" value={duration(found().uptime_secs * 1_000)} more="since the last start" />
							</div>
						</>
					)}
				</Loaded>
				<Loaded answer={crashed()}>
					{(list) => (
						<Show when={list().length > 0}>
							<section class="card flush">
								<h2>Crashed, and waiting for a person</h2>
								<ActorRows actors={list()} />
							</section>
						</Show>
					)}
				</Loaded>
				<section class="card flush">
					<h2>Queue</h2>
					<Loaded answer={running()}>{(list) => <BuildRows builds={list()} names={names()} />}</Loaded>
					<Loaded answer={waiting()}>
						{(list) => (
							<Show when={list().length > 0} fallback={<p class="row dim">No build waits.</p>}>
								<BuildRows builds={list()} names={names()} />
							</Show>
						)}
					</Loaded>
				</section>
				<section class="card flush">
					<h2>Supervision tree</h2>
					<Loaded answer={tree()}>
						{(list) => (
							<Show when={list().length > 0} fallback={<Empty title="Nothing lives" />}>
								<ActorRows actors={list()} />
							</Show>
						)}
					</Loaded>
				</section>
			</div>
		</>
	);
}

function Figure(props: { name: string; value: string; more: string }) {
	return (
		<section class="card">
			<h2 class="dim">{props.name}</h2>
			<p class="number">{props.value}</p>
			<p class="dim">{props.more}</p>
		</section>
	);
}
