import { createHash } from "node:crypto";
import elkBundle from "elkjs/lib/elk.bundled.js";
import type { ELK, ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import { type ChartEdge, type ChartLayout, type ChartStart, type ChartState, startRadius } from "./chart-layout.ts";
import type { DefinedEdge, DefinedState, Definition } from "./definition.ts";
import { type Bundle, bundlesOf, elkGraph, nodeName, startName } from "./elk-graph.ts";
import { headOf, nodesIn } from "./head.ts";
import { labelSize } from "./label.ts";
import { boxOf, namePlace, type StateBox } from "./state-box.ts";

// Its types speak of a module with a default export, its code is that export: tsc sees the one, node the other.
const Elk = elkBundle as unknown as new () => ELK;

type Points = readonly (readonly [number, number])[];

/** Give everything in a definition its place; the same definition always gets the same. */
export async function placed(definition: Definition): Promise<ChartLayout> {
	const { kind, description, states, edges } = definition;
	const boxes = new Map(states.map((state) => [state.id, boxOf(state, edges)]));
	const bundles = bundlesOf(edges);
	const drawn = await new Elk().layout(elkGraph(definition, boxes, bundles));
	const nodes = new Map(nodesIn(drawn).map((node) => [node.id, node]));
	const lines = new Map((drawn.edges ?? []).map((edge) => [edge.id, edge]));
	return {
		kind,
		description,
		hash: createHash("sha256").update(JSON.stringify(definition)).digest("hex").slice(0, 12),
		width: rounded(drawn.width),
		height: rounded(drawn.height),
		states: states.map((state) => stateAt(state, boxes.get(state.id) as StateBox, nodes, headOf(drawn, state.id))),
		edges: edges.map((edge) =>
			edge.internal
				? insideOf(edge, boxes.get(edge.from) as StateBox, headOf(drawn, edge.from))
				: along(edge, bundles.find((bundle) => bundle.edges.includes(edge)) as Bundle, lines),
		),
		starts: states
			.filter(({ initial }) => initial)
			.map(({ id }) => startAt(id, nodes.get(startName(id)), lines.get(startName(id)))),
	};
}

function stateAt(
	state: DefinedState,
	box: StateBox,
	nodes: ReadonlyMap<string, ElkNode>,
	head: { x: number; y: number },
): ChartState {
	const { x = 0, y = 0, width = 0, height = 0 } = nodes.get(nodeName(state.id)) ?? {};
	return {
		...state,
		x: rounded(x),
		y: rounded(y),
		width: rounded(width),
		height: rounded(height),
		labelX: rounded(head.x + namePlace.x),
		labelY: rounded(head.y + namePlace.y),
		invokes: state.invokes.map((invoke, index) => ({ ...invoke, ...moved(box.pills[index], head) })),
	};
}

function insideOf(edge: DefinedEdge, box: StateBox, head: { x: number; y: number }): ChartEdge {
	const line = box.lines.find((each) => each.edge === edge);
	const { x, y, width, height } = moved(line, head);
	return { ...edge, points: [], labelX: x, labelY: y, labelWidth: width, labelHeight: height };
}

function along(edge: DefinedEdge, bundle: Bundle, lines: ReadonlyMap<string, ElkExtendedEdge>): ChartEdge {
	const line = lines.get(bundle.id);
	const label = line?.labels?.[0];
	const above = bundle.edges.slice(0, bundle.edges.indexOf(edge));
	const { width, height } = labelSize(edge);
	return {
		...edge,
		points: pointsOf(line),
		labelX: rounded(label?.x),
		labelY: rounded((label?.y ?? 0) + above.reduce((sum, each) => sum + labelSize(each).height, 0)),
		labelWidth: rounded(width),
		labelHeight: rounded(height),
	};
}

function startAt(state: string, node: ElkNode | undefined, line: ElkExtendedEdge | undefined): ChartStart {
	return {
		state,
		x: rounded((node?.x ?? 0) + startRadius),
		y: rounded((node?.y ?? 0) + startRadius),
		points: pointsOf(line),
	};
}

function pointsOf(line: ElkExtendedEdge | undefined): Points {
	const all = (line?.sections ?? []).flatMap(({ startPoint, bendPoints, endPoint }) => [
		startPoint,
		...(bendPoints ?? []),
		endPoint,
	]);
	return all.map(({ x, y }) => [rounded(x), rounded(y)] as const);
}

function moved(
	place: { x: number; y: number; width: number; height: number } | undefined,
	by: { x: number; y: number },
) {
	return {
		x: rounded((place?.x ?? 0) + by.x),
		y: rounded((place?.y ?? 0) + by.y),
		width: rounded(place?.width),
		height: rounded(place?.height),
	};
}

function rounded(pixels = 0): number {
	return Math.round(pixels * 10) / 10;
}
