import { assign, enqueueActions, setup } from "xstate";
import type { Provider } from "#db/vocabulary.ts";
import { actorAt, because, port, timeOf } from "#runtime/machine.ts";
import type { BuildPlan } from "../build/build-plan.ts";
import type { Delivery, GitEvent, RepositoryName } from "./git-event.ts";

export interface WebhookInput {
	/** Id of the row that holds the payload. */
	readonly id: string;
	readonly provider: Provider;
	readonly repositoryId: string | null;
	/** As read from the payload. */
	readonly delivery: Delivery;
}

/** A delivery that tells of a commit. */
export interface DecideInput {
	readonly id: string;
	readonly provider: Provider;
	/** Whose secret verified it; null where the payload has to say. */
	readonly repositoryId: string | null;
	readonly repository: RepositoryName;
	readonly event: GitEvent;
}

export interface WebhookContext extends WebhookInput {
	readonly decision: Decision | null;
	readonly error: string | null;
}

/** What a delivery led to, and why. */
export interface Decision {
	/** In a sentence. */
	readonly result: string;
	readonly verdicts: readonly WorkflowVerdict[];
}

export interface WorkflowVerdict {
	readonly workflow: string;
	readonly starts: boolean;
	readonly reason: string;
	readonly buildId: string | null;
}

/** A build to start, with the environment of its steps. */
export interface NewBuild {
	readonly plan: BuildPlan;
	readonly environment: Readonly<Record<string, string>>;
}

export interface DecideOutput extends Decision {
	readonly builds: readonly NewBuild[];
}

export type WebhookEvent = { readonly type: "supervisor.gaveUp"; readonly error: { readonly message: string } };

type Decided = { readonly output: DecideOutput };
type Failed = { readonly error: Error };

const asksForNothing = because<WebhookContext, WebhookEvent>(
	({ context: { delivery } }) => delivery.kind === "ignored" || "It tells of a commit.",
);
const startsBuilds = because<WebhookContext, WebhookEvent>(({ event }) => {
	const { output } = event as unknown as Decided;
	return output.builds.length > 0 || output.result;
});
const wasRefused = because<WebhookContext, WebhookEvent>(
	({ event }) => (event as unknown as Failed).error.name === "Refusal" || "It is a fault of the server, not an answer.",
);

/** One delivery, from stored to decided. */
export const webhookMachine = setup({
	types: { context: {} as WebhookContext, events: {} as WebhookEvent, input: {} as WebhookInput },
	actors: { decide: port<DecideInput, DecideOutput>() },
	guards: { asksForNothing, startsBuilds, wasRefused },
	actions: {
		recordReason: assign({
			decision: ({ context: { delivery } }) =>
				delivery.kind === "ignored" ? { result: delivery.reason, verdicts: [] } : null,
		}),
		recordDecision: assign({
			decision: ({ event }) => {
				const { result, verdicts } = (event as unknown as Decided).output;
				return { result, verdicts };
			},
		}),
		startBuilds: enqueueActions(({ event, enqueue }) => {
			for (const { plan, environment } of (event as unknown as Decided).output.builds) {
				enqueue.sendTo(actorAt("builds"), {
					type: "supervisor.start",
					id: plan.id,
					input: { plan, environment, at: timeOf(event) },
				});
			}
		}),
		recordError: assign({ error: ({ event }) => (event as unknown as Failed).error.message }),
	},
}).createMachine({
	id: "webhook",
	description: "One delivery: verified and stored before it was acknowledged, then decided.",
	context: ({ input }) => ({ ...input, decision: null, error: null }),
	initial: "received",
	states: {
		received: {
			description: "What it says alone may be enough: a ping, a deleted branch.",
			always: [{ guard: "asksForNothing", target: "ignored", actions: "recordReason" }, { target: "deciding" }],
		},
		deciding: {
			description: "The commit is fetched, its pipeline read, every workflow's triggers matched.",
			invoke: {
				id: "decision",
				src: "decide",
				input: ({ context: { id, provider, repositoryId, delivery } }) => {
					const { repository, event } = delivery as Delivery & { kind: "event" };
					return { id, provider, repositoryId, repository, event };
				},
				onDone: [
					{ guard: "startsBuilds", target: "acted", actions: ["recordDecision", "startBuilds"] },
					{ target: "ignored", actions: "recordDecision" },
				],
				onError: { guard: "wasRefused", target: "failed", actions: "recordError" },
			},
			on: { "supervisor.gaveUp": { target: "failed", actions: "recordError" } },
		},
		acted: { type: "final", description: "Builds exist because of it." },
		ignored: { type: "final", description: "Nothing was to be built; the reason is kept." },
		failed: { type: "final", description: "It could not be decided; a redelivery is processed again." },
	},
});
