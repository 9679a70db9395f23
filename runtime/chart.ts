import type { AnyStateMachine, AnyStateNode } from "xstate";
import { guardInWords } from "./guard-words.ts";

/** A machine's definition as a drawing needs it: from the machine itself, so it cannot go stale. */
export interface Chart {
	readonly kind: string;
	readonly version: number;
	readonly description: string | null;
	readonly nodes: readonly ChartNode[];
	readonly edges: readonly ChartEdge[];
}

export interface ChartNode {
	readonly id: string;
	readonly parent: string | null;
	readonly type: string;
	readonly initial: boolean;
	readonly final: boolean;
	readonly description: string | null;
	/** Ports and child machines that run while the state is entered. */
	readonly invokes: readonly string[];
}

export interface ChartEdge {
	readonly source: string;
	readonly target: string;
	readonly event: string;
	readonly guard: string | null;
	readonly actions: readonly string[];
	readonly description: string | null;
}

export function chartOf(machine: AnyStateMachine, version: number): Chart {
	const nodes: ChartNode[] = [];
	const edges: ChartEdge[] = [];
	walk(machine.root, nodes, edges);
	return { kind: machine.id, version, description: machine.root.description ?? null, nodes, edges };
}

function walk(node: AnyStateNode, nodes: ChartNode[], edges: ChartEdge[]): void {
	nodes.push({
		id: node.id,
		parent: node.parent?.id ?? null,
		type: node.type,
		initial: node.parent?.type === "compound" && node.parent.initial.target.includes(node),
		final: node.type === "final",
		description: node.description ?? null,
		invokes: node.invoke.map((invoked) => String(invoked.src)),
	});
	for (const transition of [...[...node.transitions.values()].flat(), ...(node.always ?? [])]) {
		for (const target of transition.target ?? [node]) {
			edges.push({
				source: node.id,
				target: target.id,
				event: transition.eventType,
				guard: guardInWords(transition.guard),
				actions: transition.actions.flatMap((action) => nameOf(action) ?? []),
				description: transition.description ?? null,
			});
		}
	}
	for (const child of Object.values(node.states as Record<string, AnyStateNode>)) walk(child, nodes, edges);
}

function nameOf(named: unknown): string | null {
	if (typeof named === "string") return named;
	if (typeof named === "function") return (named as { type?: string }).type ?? (named.name || null);
	if (typeof named === "object" && named !== null && "type" in named) return String(named.type);
	return null;
}
