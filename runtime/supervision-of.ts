import type { Address } from "./address.ts";
import type { Restart, Strategy } from "./child-spec.ts";
import type { DynamicSupervisor } from "./dynamic-supervisor.ts";
import type { Intensity } from "./restart-intensity.ts";
import type { Supervisor } from "./supervisor.ts";

/** By which rules a supervisor starts its children again, as the tree says it. */
export interface Supervision extends Intensity {
	/** Null for one that has many children of one kind: each is restarted and counted alone. */
	readonly strategy: Strategy | null;
	/** Those that it always has; for many of one kind, what holds for each, without an id. */
	readonly children: readonly { readonly id: string | null; readonly restart: Restart; readonly shutdownMs: number }[];
}

/** Of the supervisor at an address; undefined for any other actor. Pure. */
export function supervisionOf(tree: Supervisor, address: Address): Supervision | undefined {
	if (address === "") return ofStatic(tree);
	const [first, ...rest] = address.split("/");
	const logic: object | undefined = tree.specs.find(({ id }) => id === first)?.logic;
	if (logic === undefined) return undefined;
	if ("specs" in logic) return supervisionOf(logic as Supervisor, rest.join("/"));
	return "child" in logic && rest.length === 0 ? ofDynamic(logic as DynamicSupervisor) : undefined;
}

function ofStatic({ strategy, options, specs }: Supervisor): Supervision {
	const { intensity, periodMs } = options;
	return {
		strategy,
		intensity,
		periodMs,
		children: specs.map(({ id, restart, shutdownMs }) => ({ id, restart, shutdownMs })),
	};
}

function ofDynamic({ spec: { intensity, periodMs, restart, shutdownMs } }: DynamicSupervisor): Supervision {
	return { strategy: null, intensity, periodMs, children: [{ id: null, restart, shutdownMs }] };
}
