import { assign, setup } from "xstate";
import { port } from "#runtime/machine.ts";

export interface JanitorContext {
	readonly intervalMs: number;
	/** What the last round removed. */
	readonly last: Pruned | null;
}

export interface Pruned {
	readonly workspaces: number;
	/** Builds whose logs went. */
	readonly logs: number;
	readonly artifacts: number;
	readonly payloads: number;
	readonly sessions: number;
	readonly replacedSecrets: number;
	readonly journalEntries: number;
	readonly finishedActors: number;
}

/** Sweeps up what retention no longer wants, every so often. */
export const janitorMachine = setup({
	types: {
		context: {} as JanitorContext,
		events: {} as { readonly type: "setInterval"; readonly intervalMs: number },
		input: {} as { readonly intervalMs: number },
	},
	actors: { prune: port<Record<string, never>, Pruned>() },
	actions: {
		adoptInterval: assign({ intervalMs: ({ event }) => event.intervalMs }),
		record: assign({ last: ({ event }) => (event as unknown as { output: Pruned }).output }),
	},
	delays: { interval: ({ context }) => context.intervalMs },
}).createMachine({
	id: "janitor",
	description: "Removes what retention no longer wants.",
	context: ({ input }) => ({ intervalMs: input.intervalMs, last: null }),
	initial: "waiting",
	states: {
		waiting: {
			description: "Until the next round.",
			after: { interval: "pruning" },
			on: { setInterval: { target: "waiting", reenter: true, actions: "adoptInterval" } },
		},
		pruning: {
			description: "Old workspaces, logs, artifacts, payloads, journal entries, snapshots of finished actors.",
			invoke: { id: "prune", src: "prune", input: {}, onDone: { target: "waiting", actions: "record" } },
		},
	},
});
