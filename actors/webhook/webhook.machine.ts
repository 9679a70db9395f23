import { assign, enqueueActions, setup } from "xstate";
import type { Provider } from "#db/vocabulary.ts";
import { actorAt, because, port, timeOf } from "#runtime/machine.ts";
import type { BuildPlan } from "../build/build-plan.ts";

export interface WebhookInput {
	/** Id of the row that holds the payload. */
	readonly id: string;
	readonly provider: Provider;
	readonly eventType: string;
	readonly repositoryId: string | null;
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
	actors: { decide: port<WebhookInput, DecideOutput>() },
	guards: { startsBuilds, wasRefused },
	actions: {
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
	initial: "deciding",
	states: {
		deciding: {
			description: "The commit is fetched, its pipeline read, every workflow's triggers matched.",
			invoke: {
				id: "decision",
				src: "decide",
				input: ({ context: { id, provider, eventType, repositoryId } }) => ({ id, provider, eventType, repositoryId }),
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
