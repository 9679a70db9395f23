import type { ElkNode } from "elkjs/lib/elk-api.js";
import { headName, headOverlap, nodeName } from "./elk-graph.ts";

interface Area {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

/** Where the name of a state and what stands below it begin: its box's corner, or as near to it as lines allow. */
export function headOf(drawn: ElkNode, state: string): { x: number; y: number } {
	const nodes = nodesIn(drawn);
	const { x: left = 0, y: top = 0 } = nodes.find(({ id }) => id === nodeName(state)) ?? {};
	const head = nodes.find(({ id }) => id === headName(state));
	if (head === undefined) return { x: left, y: top };
	const { x = 0, y = 0, width = 0, height = 0 } = head;
	// Elk knows no way to keep a node at the side; where nothing is between, it can be moved there.
	const way: Area = { left: left + headOverlap, right: x + width, top: y, bottom: y + height };
	const others = nodes.filter((node) => node !== head && !isAround(node, head)).map(areaOf);
	const isFree = ![...others, ...linesIn(drawn)].some((area) => meet(area, way));
	return { x: (isFree ? left + headOverlap : x) - headOverlap, y };
}

export function nodesIn(node: ElkNode): ElkNode[] {
	return (node.children ?? []).flatMap((child) => [child, ...nodesIn(child)]);
}

function isAround(node: ElkNode, inner: ElkNode): boolean {
	return nodesIn(node).includes(inner);
}

function areaOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<ElkNode>): Area {
	return { left: x, right: x + width, top: y, bottom: y + height };
}

function linesIn({ edges = [] }: ElkNode): Area[] {
	return edges.flatMap(({ sections = [], labels = [] }) => [
		...labels.map(areaOf),
		...sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => {
			const points = [startPoint, ...bendPoints, endPoint];
			return points.slice(1).map((to, index): Area => {
				const from = points[index] ?? to;
				const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
				const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
				return { left, right, top, bottom };
			});
		}),
	]);
}

function meet(a: Area, b: Area): boolean {
	return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}
