import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import { startRadius } from "./chart-layout.ts";
import type { DefinedEdge, Definition } from "./definition.ts";
import { labelSize } from "./label.ts";
import type { StateBox } from "./state-box.ts";

/** For every graph: elk does not hand these down to those within one, and there it fails at cycles by model order. */
const inner = {
	"elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
	"elk.layered.edgeLabels.centerLabelPlacementStrategy": "TAIL_LAYER",
	"elk.layered.nodePlacement.strategy": "LINEAR_SEGMENTS",
	"elk.spacing.nodeNode": "28",
	"elk.spacing.edgeNode": "18",
	"elk.spacing.edgeEdge": "14",
	"elk.spacing.edgeLabel": "5",
	"elk.spacing.labelLabel": "8",
	"elk.spacing.labelNode": "8",
	"elk.layered.spacing.nodeNodeBetweenLayers": "28",
	"elk.layered.spacing.edgeNodeBetweenLayers": "16",
	"elk.layered.spacing.edgeEdgeBetweenLayers": "12",
};

const outer = {
	...inner,
	"elk.algorithm": "layered",
	"elk.direction": "DOWN",
	"elk.edgeRouting": "ORTHOGONAL",
	"elk.hierarchyHandling": "INCLUDE_CHILDREN",
	"elk.json.edgeCoords": "ROOT",
	"elk.json.shapeCoords": "ROOT",
	"elk.padding": "[top=16,left=16,bottom=16,right=16]",
	// Machines are written in the order of their story, and so they are drawn: what leads back goes up.
	"elk.layered.considerModelOrder.strategy": "PREFER_NODES",
	"elk.layered.cycleBreaking.strategy": "MODEL_ORDER",
	"elk.randomSeed": "1",
};

/** A head begins that far within its box, as the words of any other box do. */
export const headOverlap = 14;

/** Transitions between the same two states that look alike share a line. */
export interface Bundle {
	readonly id: string;
	readonly from: string;
	readonly to: string;
	readonly edges: readonly DefinedEdge[];
}

export function bundlesOf(edges: readonly DefinedEdge[]): Bundle[] {
	const bundles = Object.groupBy(
		edges.filter(({ internal }) => !internal),
		({ from, to, delay }) => `${from}→${to}${delay === null ? "" : " later"}`,
	);
	return Object.values(bundles).flatMap((together = []) => {
		const [first] = together;
		return first ? [{ id: first.id, from: first.from, to: first.to, edges: together }] : [];
	});
}

/** Elk's names: a state's begins with `s:`, so that the machine's own empty id has one. */
export const nodeName = (state: string) => `s:${state}`;
export const headName = (state: string) => `head:${state}`;
export const startName = (state: string) => `start:${state}`;

export function elkGraph(
	{ states }: Definition,
	boxes: ReadonlyMap<string, StateBox>,
	bundles: readonly Bundle[],
): ElkNode {
	const leadsInwards = (id: string) => bundles.some(({ from, to }) => from === id && from !== to && isWithin(to, id));
	const starts = states.filter(({ initial }) => initial);
	const childrenOf = (parent: string | null): ElkNode[] => {
		const children = states.filter((state) => state.parent === parent);
		const first = children.find(({ initial }) => initial);
		const dot = first ? [{ id: startName(first.id), width: 2 * startRadius, height: 2 * startRadius }] : [];
		return [...dot, ...children.map(({ id }) => nodeOf(id))];
	};
	/** Where lines go from a box to what is in it, its own words are a node too: lines go around that. */
	const headOf = (id: string): ElkNode => {
		const { width, height } = boxes.get(id) as StateBox;
		return {
			id: headName(id),
			width: width - headOverlap,
			height,
			layoutOptions: { "elk.layered.layering.layerConstraint": "FIRST_SEPARATE" },
		};
	};
	const nodeOf = (id: string): ElkNode => {
		const children = childrenOf(id);
		const { width, height } = boxes.get(id) as StateBox;
		if (children.length === 0) return { id: nodeName(id), width, height };
		const isHeaded = leadsInwards(id);
		return {
			id: nodeName(id),
			children: isHeaded ? [headOf(id), ...children] : children,
			layoutOptions: {
				...inner,
				"elk.padding": `[top=${isHeaded ? 0 : height + 10},left=${isHeaded ? headOverlap : 20},bottom=22,right=20]`,
				"elk.nodeSize.constraints": "MINIMUM_SIZE",
				"elk.nodeSize.minimum": `(${width},${height})`,
			},
		};
	};
	return {
		id: "root",
		layoutOptions: outer,
		children: childrenOf(null),
		edges: [
			...starts.map(({ id }) => edge(startName(id), startName(id), nodeName(id))),
			...bundles.map(({ id, from, to, edges }) => ({
				...edge(id, nodeName(from), nodeName(to)),
				labels: [{ id: `${id}:label`, text: id, ...sizeOf(edges) }],
			})),
		],
	};
}

function edge(id: string, source: string, target: string): ElkExtendedEdge {
	return { id, sources: [source], targets: [target] };
}

function isWithin(state: string, outer: string): boolean {
	return outer === "" || state.startsWith(`${outer}.`);
}

function sizeOf(edges: readonly DefinedEdge[]): { width: number; height: number } {
	const sizes = edges.map(labelSize);
	return {
		width: Math.max(...sizes.map(({ width }) => width)),
		height: sizes.reduce((sum, { height }) => sum + height, 0),
	};
}
