import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from "xstate";
import { chartOf, guardInWords } from "#runtime/index.ts";
import type { ChartEdge, ChartState } from "./chart-layout.ts";
import { eventInWords, wrapped } from "./label.ts";

type Placed = "x" | "y" | "width" | "height" | "labelX" | "labelY";

export type DefinedState = Omit<ChartState, Placed | "invokes"> & {
	readonly invokes: readonly { readonly src: string; readonly id: string }[];
};
export type DefinedEdge = Omit<ChartEdge, Exclude<Placed, "width"> | "points" | "labelWidth" | "labelHeight">;

/** What a drawing tells of a machine, before anything has a place. */
export interface Definition {
	readonly kind: string;
	readonly description: string | null;
	readonly states: readonly DefinedState[];
	readonly edges: readonly DefinedEdge[];
}

/** The same chart that `/api/machines` answers, in a drawing's words. */
export function definitionOf(machine: AnyStateMachine): Definition {
	const chart = chartOf(machine, 1);
	const nodes = new Map(nodesOf(machine.root).map((node) => [node.id, node]));
	const transitions = [...nodes.values()].flatMap(transitionsOf);
	// The chart has neither what is within a guard nor whether a transition stays: both are taken from beside it.
	if (transitions.length !== chart.edges.length) throw new Error(`${chart.kind}: its chart has other transitions.`);
	const local = (id: string) => (id === chart.kind ? "" : id.slice(chart.kind.length + 1));
	const edges = chart.edges.map((edge, index): DefinedEdge => {
		const transition = transitions[index] as AnyTransitionDefinition;
		const node = nodes.get(edge.source) as AnyStateNode;
		const guard = guardInWords(transition.guard);
		const delay = /^xstate\.after\.(.+)$/.exec(edge.event)?.[1]?.slice(0, -edge.source.length - 1) ?? null;
		const internal = transition.target === undefined;
		const event = eventInWords(edge.event, delay, invokedBy(node));
		const prefix = internal && event === edge.event && event !== "" ? "on " : "";
		const actions = internal && edge.actions.length > 0 ? `/ ${edge.actions.join(", ")}` : "";
		return {
			id: `e${index + 1}`,
			from: local(edge.source),
			to: local(edge.target),
			event: edge.event,
			guard,
			delay,
			actions: edge.actions,
			description: edge.description,
			internal,
			label: wrapped([prefix + event || (guard ? "" : fallback(node)), guard ? `[${guard}]` : "", actions]),
		};
	});
	const isDrawn = (id: string) => id !== chart.kind || edges.some(({ from }) => from === "");
	const states = chart.nodes
		.filter(({ id }) => isDrawn(id))
		.map((node): DefinedState => {
			const id = local(node.id);
			return {
				id,
				parent: node.parent !== null && isDrawn(node.parent) ? local(node.parent) : null,
				label: node.id.slice(node.id.lastIndexOf(".") + 1),
				type: node.type,
				initial: node.initial,
				depth: id === "" ? 0 : id.split(".").length - (isDrawn(chart.kind) ? 0 : 1),
				description: node.description,
				invokes: invokedBy(nodes.get(node.id) as AnyStateNode),
			};
		});
	return { kind: chart.kind, description: chart.description, states, edges };
}

/** In the chart's order. */
function nodesOf(node: AnyStateNode): AnyStateNode[] {
	return [node, ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(nodesOf)];
}

function transitionsOf(node: AnyStateNode): AnyTransitionDefinition[] {
	const all = [...[...node.transitions.values()].flat(), ...(node.always ?? [])] as AnyTransitionDefinition[];
	return all.flatMap((transition) => (transition.target ?? [node]).map(() => transition));
}

function invokedBy(node: AnyStateNode): { src: string; id: string }[] {
	return node.invoke.map(({ src, id }) => ({ src: String(src), id }));
}

/** An eventless transition without a guard: taken when those before it are not. */
function fallback(node: AnyStateNode): string {
	return (node.always ?? []).length > 1 ? "otherwise" : "always";
}
