import { assign, setup } from "xstate";
import type { Provider } from "#db/vocabulary.ts";
import { because } from "#runtime/machine.ts";

/** A repository as its provider knows it. */
export interface RepositoryFields {
	readonly name: string;
	readonly provider: Provider;
	readonly owner: string;
	readonly repoName: string;
	readonly cloneUrl: string;
	readonly defaultBranch: string;
	readonly githubRepositoryId: number | null;
	readonly githubInstallationId: number | null;
	readonly gitlabProjectId: number | null;
}

export interface RepositoryContext extends RepositoryFields {
	readonly id: string;
	readonly createdAt: number;
	/** Deliveries in a row whose signature was wrong. */
	readonly rejected: number;
}

export type RepositoryEvent =
	| { readonly type: "change"; readonly fields: Partial<RepositoryFields> }
	| { readonly type: "activate" }
	| { readonly type: "deactivate" }
	| { readonly type: "remove" }
	| { readonly type: "delivery.verified" }
	| { readonly type: "delivery.rejected" };

/** So many wrong signatures in a row are a wrong secret, not a passing stranger. */
const rejectionsUntilError = 3;

const rejectedTooOften = because<RepositoryContext, RepositoryEvent>(
	({ context }) =>
		context.rejected + 1 >= rejectionsUntilError ||
		`${context.rejected + 1} of ${rejectionsUntilError} wrong signatures in a row.`,
);

const wereRejected = because<RepositoryContext, RepositoryEvent>(
	({ context }) => context.rejected > 0 || "No delivery was rejected since the last good one.",
);

/** Whether a repository's deliveries lead to builds. */
export const repositoryMachine = setup({
	types: {
		context: {} as RepositoryContext,
		events: {} as RepositoryEvent,
		input: {} as { readonly id: string; readonly at: number; readonly fields: RepositoryFields },
	},
	guards: { rejectedTooOften, wereRejected },
	actions: {
		adopt: assign(({ event }) => (event as { fields: Partial<RepositoryFields> }).fields),
		countRejection: assign({ rejected: ({ context }) => context.rejected + 1 }),
		forgetRejections: assign({ rejected: 0 }),
	},
}).createMachine({
	id: "repository",
	description: "A repository at its provider, and whether its deliveries lead to builds.",
	context: ({ input }) => ({ id: input.id, createdAt: input.at, rejected: 0, ...input.fields }),
	initial: "pending_setup",
	on: { change: { actions: "adopt" }, remove: { target: ".removed" } },
	states: {
		pending_setup: {
			description: "Added, but no verified delivery has come yet. Builds can be started by hand.",
			on: {
				"delivery.verified": { target: "active" },
				"delivery.rejected": [
					{ guard: "rejectedTooOften", target: "error", actions: "countRejection" },
					{ actions: "countRejection" },
				],
				activate: { target: "active" },
				deactivate: { target: "inactive" },
			},
		},
		active: {
			description: "Verified deliveries lead to builds.",
			on: {
				"delivery.rejected": [
					{ guard: "rejectedTooOften", target: "error", actions: "countRejection" },
					{ actions: "countRejection" },
				],
				"delivery.verified": { guard: "wereRejected", actions: "forgetRejections" },
				deactivate: { target: "inactive" },
			},
		},
		inactive: { description: "Paused: deliveries are kept and ignored.", on: { activate: { target: "active" } } },
		error: {
			description: "Deliveries keep failing their verification: the secret here and at the provider differ.",
			on: {
				"delivery.verified": { target: "active", actions: "forgetRejections" },
				activate: { target: "active", actions: "forgetRejections" },
				deactivate: { target: "inactive" },
			},
		},
		removed: { type: "final", description: "Gone from the lists; its builds stay." },
	},
});
