import type { ChartEdge, ChartLayout, ChartState } from "../machines/chart-layout.ts";

/** A step that an actor has taken, as its journal tells it: states before and after, and what it was sent. */
export interface Taken {
	readonly from: string;
	readonly to: string;
	readonly event: string;
}

/** The active states in a state value of XState, outer before inner: `{ active: "running" }` is `active`, `active.running`. */
export function activeStates(value: unknown): string[] {
	return statesIn(value, "");
}

function statesIn(value: unknown, above: string): string[] {
	if (typeof value === "string") return value === "" ? [] : [above + value];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => [above + name, ...statesIn(inner, `${above}${name}.`)]);
}

/** The innermost active state; of parallel ones the last. Empty for a value without any. */
export function innermostState(value: unknown): string {
	return activeStates(value).at(-1) ?? "";
}

/** A state as a chart names it, from the machine's own name for it: `build.active.running` is `active.running`. */
export function chartStateId(kind: string, id: string): string {
	if (id === kind) return "";
	return id.startsWith(`${kind}.`) ? id.slice(kind.length + 1) : id;
}

/**
 * Ids of the transitions that a step took: the one for its event, then those that follow by themselves until its last
 * state is reached. Where several could have been it, each of them; empty when the chart has no such way.
 */
export function takenEdges({ edges, states }: ChartLayout, { from, to, event }: Taken): ReadonlySet<string> {
	const first = edges.filter((edge) => isWithin(from, edge.from) && matchesEvent(edge.event, event));
	const nearest = Math.max(...first.filter((edge) => reaches(edge, from, to)).map((edge) => edge.from.length));
	const direct = first.filter((edge) => reaches(edge, from, to) && edge.from.length === nearest);
	if (direct.length > 0) return idsOf(direct);
	const placeAfter = (way: readonly ChartEdge[]) => way.findLast(({ internal }) => !internal)?.to ?? from;
	let ways = first.map((edge) => [edge]);
	for (let length = 1; length <= edges.length && ways.length > 0; length++) {
		const arrived = ways.filter((way) => isWithin(to, placeAfter(way)));
		if (arrived.length > 0) return idsOf(arrived.flat());
		ways = ways.flatMap((way) => {
			const at = placeAfter(way);
			const isFinal = states.some(({ id, type }) => id === at && type === "final");
			const next = edges.filter((edge) => followsItself(edge, at, isFinal) && !way.includes(edge));
			return next.map((edge) => [...way, edge]);
		});
	}
	return new Set();
}

function reaches(edge: ChartEdge, from: string, to: string): boolean {
	return edge.internal ? from === to : edge.to !== "" && isWithin(to, edge.to);
}

/** Whether a transition needs nobody to send anything: it is eventless, or tells that a state's last child has ended. */
function followsItself(edge: ChartEdge, at: string, isFinal: boolean): boolean {
	if (edge.event === "") return isWithin(at, edge.from);
	return isFinal && edge.event.startsWith("xstate.done.state.") && edge.from === parentOf(at);
}

function parentOf(state: string): string {
	return state.slice(0, Math.max(0, state.lastIndexOf(".")));
}

function idsOf(edges: readonly ChartEdge[]): ReadonlySet<string> {
	return new Set(edges.map(({ id }) => id));
}

function isWithin(state: string, outer: string): boolean {
	return outer === "" || state === outer || state.startsWith(`${outer}.`);
}

function matchesEvent(pattern: string, event: string): boolean {
	return pattern === event || (pattern.endsWith("*") && event.startsWith(pattern.slice(0, -1)));
}

/** Events that a machine knows but takes in none of the active states, each with the states that take it. */
export function eventsElsewhere(
	{ edges, kind }: ChartLayout,
	active: readonly string[],
): { readonly event: string; readonly states: readonly string[] }[] {
	const isHere = ({ from }: ChartEdge) => from === "" || active.includes(from);
	const here = new Set(edges.filter(isHere).map(({ event }) => event));
	// What XState sends by itself says only that something else runs in another state.
	const told = edges.filter(({ event }) => event !== "" && !event.startsWith("xstate.") && !here.has(event));
	return [...new Set(told.map(({ event }) => event))].map((event) => ({
		event,
		states: [...new Set(told.filter((edge) => edge.event === event).map(({ from }) => from || kind))],
	}));
}

/** What a transition says in one line: `cancel [mayKeep] / recordCancel`. */
export function edgeInWords({ label, actions, internal }: ChartEdge): string {
	const words = label.replaceAll("\n", " ");
	return internal || actions.length === 0 ? words : `${words} / ${actions.join(", ")}`;
}

/** The chart as a Mermaid diagram, for a page of documentation. */
export function mermaid({ states, edges }: ChartLayout): string {
	const childrenOf = (parent: string | null) => states.filter((state) => state.parent === parent);
	const isCompound = (id: string) => childrenOf(id).length > 0;
	// Mermaid draws no arrow from a box to what is in it, and no text in a box with children: a note says it.
	const isNoted = ({ from, to, internal }: ChartEdge) =>
		isCompound(from) && (internal || (from !== to && isWithin(to, from)));
	const written = (state: ChartState, indent: string): string[] => {
		const name = mermaidName(state.id);
		const own = edges.filter(({ from }) => from === state.id);
		const notes = own.filter(isNoted).map((edge) => `${indent}\t${noteOf(edge)}`);
		return [
			...(state.initial ? [`${indent}[*] --> ${name}`] : []),
			`${indent}state "${state.label}" as ${name}${isCompound(state.id) ? " {" : ""}`,
			...childrenOf(state.id).flatMap((child) => written(child, `${indent}\t`)),
			...(isCompound(state.id) ? [`${indent}}`] : []),
			...(notes.length > 0 ? [`${indent}note right of ${name}`, ...notes, `${indent}end note`] : []),
			...own
				.filter((edge) => edge.internal && !isNoted(edge))
				.map((edge) => `${indent}${name}: ${mermaidText(edgeInWords(edge))}`),
			...(state.type === "final" ? [`${indent}${name} --> [*]`] : []),
		];
	};
	const arrows = edges
		.filter((edge) => !edge.internal && !isNoted(edge))
		.map((edge) => `\t${mermaidName(edge.from)} --> ${mermaidName(edge.to)}: ${mermaidText(edge.label)}`);
	return `${["stateDiagram-v2", ...childrenOf(null).flatMap((state) => written(state, "\t")), ...arrows].join("\n")}\n`;
}

function noteOf(edge: ChartEdge): string {
	return edge.internal ? mermaidText(edgeInWords(edge)) : `${mermaidText(edge.label)} → ${edge.to}`;
}

function mermaidName(id: string): string {
	return id === "" ? "machine" : id.replaceAll(".", "__").replace(/\W/g, "_");
}

/** A colon or semicolon would end the text. */
function mermaidText(label: string): string {
	return label.replaceAll("\n", " ").replace(/[:;#]/g, " ");
}
