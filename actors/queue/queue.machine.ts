import { assign, enqueueActions, setup } from "xstate";
import { actorAt, because, port } from "#runtime/machine.ts";

export interface QueueContext {
	/** How many builds may run at once. */
	readonly limit: number;
	/** How many of one repository may; 0 for as many as there are slots. */
	readonly perRepository: number;
	/** Ids of the builds that hold a slot. */
	readonly used: readonly string[];
	/** Somebody waits; who, is an index in the database: no snapshot grows with the number of builds. */
	readonly waiting: boolean;
	/** Builds that gave up waiting while the list was being read. */
	readonly withdrawn: readonly string[];
}

export type QueueEvent =
	| { readonly type: "slot.requested"; readonly build: string }
	| { readonly type: "slot.withdrawn"; readonly build: string }
	| { readonly type: "slot.released"; readonly build: string }
	| { readonly type: "build.crashed"; readonly build: string }
	| { readonly type: "setLimit"; readonly limit: number; readonly perRepository: number };

/** The first in the waiting list that may run, and whether there are more of them. */
export interface NextWaiting {
	readonly builds: readonly string[];
	readonly more: boolean;
}

const slotFree = because<QueueContext, QueueEvent>(
	({ context }) =>
		context.used.length < context.limit ||
		`${context.limit} of ${context.limit} slots in use: ${context.used.join(", ")}.`,
);
const slotFreeAndNobodyWaits = because<QueueContext, QueueEvent>((its) => {
	const free = slotFree.judge(its);
	if (free !== true) return free;
	if (its.context.waiting) return "Others wait already.";
	return its.context.perRepository === 0 || "How many builds of its repository run is looked up first.";
});
const somebodyMayHaveASlot = because<QueueContext, QueueEvent>((its) => {
	if (!its.context.waiting) return "Nobody waits.";
	return slotFree.judge(its);
});

export interface WaitingQuery {
	readonly slots: number;
	readonly perRepository: number;
}

/** Who gets the next slot, and why not the others. */
export const queueMachine = setup({
	types: { context: {} as QueueContext, events: {} as QueueEvent, input: {} as { readonly limit: number } },
	actors: { readWaiting: port<WaitingQuery, NextWaiting>() },
	guards: { slotFree, slotFreeAndNobodyWaits, somebodyMayHaveASlot },
	actions: {
		grantAtOnce: enqueueActions(({ context, event, enqueue }) => {
			const { build } = event as { build: string };
			enqueue.assign({ used: [...context.used, build] });
			enqueue.sendTo(actorAt(`builds/${build}`), { type: "slot.granted" });
		}),
		grantToNext: enqueueActions(({ context, event, enqueue }) => {
			const { output } = event as unknown as { output: NextWaiting };
			const eligible = output.builds.filter(
				(build) => !context.withdrawn.includes(build) && !context.used.includes(build),
			);
			const granted = eligible.slice(0, Math.max(0, context.limit - context.used.length));
			enqueue.assign({
				used: [...context.used, ...granted],
				waiting: output.more || eligible.length > granted.length || context.waiting,
				withdrawn: [],
			});
			for (const build of granted) enqueue.sendTo(actorAt(`builds/${build}`), { type: "slot.granted" });
		}),
		noteWaiting: assign({ waiting: true }),
		noteReading: assign({ waiting: false }),
		noteWithdrawn: assign({
			withdrawn: ({ context, event }) => [...context.withdrawn, (event as { build: string }).build],
		}),
		takeBack: assign({
			used: ({ context, event }) => context.used.filter((build) => build !== (event as { build: string }).build),
			// Others of its repository may have waited for it, whatever slots were free.
			waiting: ({ context }) => context.waiting || context.perRepository > 0,
		}),
		adoptLimit: assign({
			limit: ({ event }) => (event as { limit: number }).limit,
			perRepository: ({ event }) => (event as { perRepository: number }).perRepository,
			// Those that the old limit of a repository held back may fit now.
			waiting: ({ context }) => context.waiting || context.perRepository > 0,
		}),
	},
}).createMachine({
	id: "queue",
	description:
		"Grants build slots: manual builds first, then reviews, the default branch, other branches; oldest first.",
	context: ({ input }) => ({ limit: input.limit, perRepository: 0, used: [], waiting: false, withdrawn: [] }),
	initial: "resting",
	on: {
		"slot.released": { actions: "takeBack" },
		"build.crashed": { actions: "takeBack" },
		setLimit: { actions: "adoptLimit" },
	},
	states: {
		resting: {
			description: "Nobody waits, or every slot is in use.",
			always: { guard: "somebodyMayHaveASlot", target: "choosing" },
			on: {
				"slot.requested": [{ guard: "slotFreeAndNobodyWaits", actions: "grantAtOnce" }, { actions: "noteWaiting" }],
			},
		},
		choosing: {
			description: "Reads who is first in the waiting list.",
			entry: "noteReading",
			invoke: {
				id: "list",
				src: "readWaiting",
				input: ({ context }) => ({
					slots: context.limit - context.used.length,
					perRepository: context.perRepository,
				}),
				onDone: { target: "resting", actions: "grantToNext" },
			},
			on: {
				"slot.requested": { actions: "noteWaiting" },
				"slot.withdrawn": { actions: "noteWithdrawn" },
			},
		},
	},
});
