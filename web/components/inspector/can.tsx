import { For, Show } from "solid-js";
import type { ActorDetail, Transition } from "#http/contract/actors.ts";
import { eventWords } from "../../lib/event-words.ts";
import { count } from "../../lib/words.ts";

const looks: Readonly<Record<Transition["verdict"], readonly [mark: string, words: string, tone: string]>> = {
	possible: ["✓", "can", "ok"],
	blocked: ["✗", "cannot", "bad"],
	depends: ["?", "depends", "warn"],
	shadowed: ["↧", "shadowed", "none"],
};

/** What can happen to an actor, or could; of what cannot, the guard that says no and its sentence. */
export function Can(props: {
	actor: ActorDetail;
	isThen: boolean;
	/** What its machine takes in other states only. */
	elsewhere: readonly { readonly event: string; readonly states: readonly string[] }[];
}) {
	const events = () => [...new Set(props.actor.transitions.map(({ event }) => event))];
	const waysOf = (event: string) => props.actor.transitions.filter((way) => way.event === event);
	return (
		<section class="card flush" aria-label={props.isThen ? "Possible then" : "Possible now"}>
			<h2>{props.isThen ? "Possible then" : "Possible now"}</h2>
			<ul class="rows">
				<For each={events()} fallback={<li class="row dim">{whyNothing(props.actor)}</li>}>
					{(event) => <EventRow event={event} ways={waysOf(event)} />}
				</For>
				<Show when={props.elsewhere.length > 0 && props.actor.transitions.length > 0}>
					<li class="row dim">
						<details>
							<summary>{count(props.elsewhere.length, "other event")}, not in this state</summary>
							<ul>
								<For each={props.elsewhere}>
									{({ event, states }) => (
										<li>
											<code>{event}</code> in {states.join(", ")}
										</li>
									)}
								</For>
							</ul>
						</details>
					</li>
				</Show>
			</ul>
		</section>
	);
}

function whyNothing(actor: ActorDetail): string {
	if (actor.transitions_unknown !== null) return actor.transitions_unknown;
	if (actor.status === "crashed") return "Nothing: it has crashed, and waits for a person.";
	return actor.status === "active" ? "Nothing." : "Nothing more: it has ended.";
}

function EventRow(props: { event: string; ways: readonly Transition[] }) {
	return (
		<li class="row can-row">
			<div>
				<strong title={props.event}>{eventWords(props.event)}</strong>
				<Show when={props.ways.length > 1}>
					<span class="dim"> {props.ways.length} alternatives, the first that holds is taken</span>
				</Show>
			</div>
			<ol class="ways">
				<For each={props.ways}>{(way) => <Way way={way} />}</For>
			</ol>
		</li>
	);
}

function Way(props: { way: Transition }) {
	const look = () => looks[props.way.verdict];
	return (
		<li data-verdict={props.way.verdict}>
			<span class="badge" data-tone={look()[2]}>
				<span aria-hidden="true">{look()[0]}</span> {look()[1]}
			</span>{" "}
			<Show when={props.way.target.length > 0} fallback={<span class="dim">stays</span>}>
				→ {props.way.target.map((id) => id.split(".").slice(1).join(" › ")).join(", ")}
			</Show>
			<Show when={props.way.guard}>
				<span class="dim"> if {props.way.guard}</span>
			</Show>
			<Show when={props.way.taken}>
				{" "}
				<span class="badge" data-tone="run">
					happened next
				</span>
			</Show>
			<Show
				when={props.way.checks.length > 1}
				fallback={<Show when={props.way.reason}>{(why) => <p>{why()}</p>}</Show>}
			>
				<ul class="checks">
					<For each={props.way.checks}>
						{(check) => (
							<li style={{ "margin-left": `${check.depth * 18}px` }}>
								<span aria-hidden="true">{tick(check.holds)[0]}</span>
								<span class="visually-hidden">{tick(check.holds)[1]}: </span> {check.words}
								<Show when={check.reason !== null && !isMade(check.words)}>
									<span class="dim"> {check.reason}</span>
								</Show>
							</li>
						)}
					</For>
				</ul>
				<Show when={props.way.verdict === "shadowed" || props.way.checks[0]?.holds === true}>
					<Show when={props.way.reason}>{(why) => <p>{why()}</p>}</Show>
				</Show>
			</Show>
			<Show when={props.way.description}>
				<p class="dim">{props.way.description}</p>
			</Show>
		</li>
	);
}

function tick(holds: boolean | null): readonly [mark: string, words: string] {
	if (holds === null) return ["?", "depends"];
	return holds ? ["✓", "holds"] : ["✗", "does not hold"];
}

/** Of a guard that is made of others, these say why. */
function isMade(words: string): boolean {
	return words === "all of" || words === "any of";
}
