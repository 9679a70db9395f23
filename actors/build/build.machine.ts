import { assign, not, sendTo, setup, spawnChild, stateIn, stopChild } from "xstate";
import { actorAt, because, port, timeOf } from "#runtime/machine.ts";
import type { CollectedArtifact } from "../artifact/collected-artifact.ts";
import type { StepInput, StepOutput } from "../step/step.machine.ts";
import type { BuildPlan } from "./build-plan.ts";
import { cookieOf } from "./environment.ts";
import { durationInWords, failedStep } from "./wording.ts";

export interface BuildContext {
	readonly plan: BuildPlan;
	/** Environment of every step, the machine's share included. */
	readonly environment: Readonly<Record<string, string>>;
	readonly createdAt: number;
	readonly startedAt: number | null;
	/** When the checkout ended, well or not. */
	readonly preparedAt: number | null;
	/** Index of the script that runs or ran last; -1 before the first. */
	readonly current: number;
	readonly collectingAt: number | null;
	/** When the artifacts were kept; null while, or if, they are not. */
	readonly collectedAt: number | null;
	readonly artifacts: readonly CollectedArtifact[];
	/** Why the build ends as it does; the first reason wins. Null while all is well. */
	readonly ending: BuildEnding | null;
}

export interface BuildEnding {
	readonly status: "failure" | "cancelled";
	readonly message: string;
}

export type BuildEvent =
	| { readonly type: "slot.granted" }
	| { readonly type: "cancel"; readonly by: string }
	/** The server was restarted and is told not to go on with what ran before. */
	| { readonly type: "interrupt" }
	| { readonly type: "supervisor.gaveUp"; readonly error: { readonly message: string } };

type StepDone = { readonly output: StepOutput };
type Collected = { readonly output: { readonly artifacts: readonly CollectedArtifact[] } };
type Failed = { readonly error: Error & { code?: string } };

const usable = because<BuildContext, BuildEvent>(
	({ context }) => context.plan.refusal === null || context.plan.refusal,
);
const wasRefused = because<BuildContext, BuildEvent>(
	({ event }) => (event as unknown as Failed).error.name === "Refusal" || "It is a fault of the server, not an answer.",
);
const stepsRemain = because<BuildContext, BuildEvent>(
	({ context }) => context.current + 1 < context.plan.scripts.length || "Every step has run.",
);
const stepPassed = because<BuildContext, BuildEvent>(({ context, event }) => {
	if (context.ending) return context.ending.message;
	const { output } = event as unknown as StepDone;
	if (output.status === "success") return true;
	const script = context.plan.scripts[context.current];
	return (script?.ignoreFailure && output.status === "failure") || failedStep(script?.name ?? "?", output.ending);
});
const stepPassedAndMoreRemain = because<BuildContext, BuildEvent>((its) => {
	const passed = stepPassed.judge(its);
	return passed === true ? stepsRemain.judge(its) : passed;
});
const wantsArtifacts = because<BuildContext, BuildEvent>(({ context }) => {
	if (context.ending?.status === "cancelled") return "The build was cancelled.";
	return context.plan.artifacts.length > 0 || "The workflow names no artifacts.";
});
const failed = because<BuildContext, BuildEvent>(
	({ context }) => context.ending?.status === "failure" || "Nothing failed.",
);
const cancelled = because<BuildContext, BuildEvent>(
	({ context }) => context.ending?.status === "cancelled" || "Nobody cancelled it.",
);

/** One run of one workflow at one commit. */
export const buildMachine = setup({
	types: {
		context: {} as BuildContext,
		events: {} as BuildEvent,
		input: {} as {
			readonly plan: BuildPlan;
			readonly environment: Readonly<Record<string, string>>;
			readonly at: number;
		},
	},
	actors: {
		prepareWorkspace: port<BuildPlan, { readonly commit: string }>(),
		collectArtifacts: port<{ readonly plan: BuildPlan }, { readonly artifacts: readonly CollectedArtifact[] }>(),
		cleanUp: port<{ readonly plan: BuildPlan }, null>(),
		step: port<StepInput & { readonly at: number }, StepOutput>(),
	},
	guards: { usable, wasRefused, stepPassed, stepPassedAndMoreRemain, wantsArtifacts, failed, cancelled },
	actions: {
		requestSlot: sendTo(actorAt("queue"), ({ context }) => ({ type: "slot.requested", build: context.plan.id })),
		withdrawRequest: sendTo(actorAt("queue"), ({ context }) => ({ type: "slot.withdrawn", build: context.plan.id })),
		releaseSlot: sendTo(actorAt("queue"), ({ context }) => ({ type: "slot.released", build: context.plan.id })),
		recordStart: assign({ startedAt: ({ event }) => timeOf(event) }),
		recordPrepared: assign({ preparedAt: ({ event }) => timeOf(event) }),
		recordCollecting: assign({ collectingAt: ({ event }) => timeOf(event) }),
		recordArtifacts: assign({
			artifacts: ({ event }) => (event as unknown as Collected).output.artifacts,
			collectedAt: ({ event }) => timeOf(event),
		}),
		recordUnusable: assign({
			ending: ({ context }): BuildEnding => ({
				status: "failure",
				message: context.plan.refusal ?? "The pipeline cannot be used.",
			}),
		}),
		recordCancel: assign({
			ending: ({ context, event }) =>
				context.ending ?? {
					status: "cancelled" as const,
					message: `Cancelled by ${(event as { by?: string }).by ?? "a user"}.`,
				},
		}),
		recordTimeout: assign({
			ending: ({ context }) =>
				context.ending ?? {
					status: "failure" as const,
					message: `The build timed out after ${durationInWords(context.plan.limits.buildTimeoutMs)}.`,
				},
		}),
		recordInterruption: assign({
			ending: ({ context }) =>
				context.ending ?? {
					status: "failure" as const,
					message: `Interrupted by a restart of the server${context.current < 0 ? "" : ` during step "${context.plan.scripts[context.current]?.name ?? "?"}"`}.`,
				},
		}),
		recordRefusal: assign({
			ending: ({ context, event }) =>
				context.ending ?? { status: "failure" as const, message: (event as unknown as Failed).error.message },
		}),
		recordFault: assign({
			ending: ({ context, event }) =>
				context.ending ?? {
					status: "failure" as const,
					message: `The server failed at this build: ${(event as unknown as Failed).error.message}`,
				},
		}),
		recordFailedStep: assign({
			ending: ({ context, event }) =>
				context.ending ?? {
					status: "failure" as const,
					message: failedStep(
						context.plan.scripts[context.current]?.name ?? "?",
						(event as unknown as StepDone).output.ending,
					),
				},
		}),
		advance: assign({ current: ({ context }) => context.current + 1 }),
		startStep: spawnChild("step", {
			id: ({ context }) => stepId(context.current),
			input: ({ context, event }) => ({ ...stepInput(context), at: timeOf(event) }),
		}),
		forgetStep: stopChild(({ context }) => stepId(context.current)),
		stopStep: sendTo(
			({ context }) => stepId(context.current),
			({ context }) => ({
				type: "stop",
				as: context.ending?.status === "cancelled" ? "cancelled" : "failure",
				reason:
					context.ending?.status === "cancelled"
						? "was cancelled"
						: `was stopped: ${context.ending?.message ?? "the build ends"}`,
			}),
		),
	},
	delays: { buildTimeout: ({ context }) => context.plan.limits.buildTimeoutMs },
}).createMachine({
	id: "build",
	description: "One run of one workflow at one commit.",
	context: ({ input }) => ({
		plan: input.plan,
		environment: input.environment,
		createdAt: input.at,
		startedAt: null,
		preparedAt: null,
		current: -1,
		collectingAt: null,
		collectedAt: null,
		artifacts: [],
		ending: null,
	}),
	initial: "admitting",
	states: {
		admitting: {
			description: "A build whose pipeline cannot be used exists only to show why.",
			always: [
				{ guard: "usable", target: "pending" },
				{ target: "failure", actions: "recordUnusable" },
			],
		},
		pending: {
			description: "Waits for a slot.",
			entry: "requestSlot",
			on: {
				"slot.granted": { target: "active", actions: "recordStart" },
				cancel: { target: "cancelled", actions: ["recordCancel", "withdrawRequest"] },
				"supervisor.gaveUp": { target: "failure", actions: ["recordFault", "withdrawRequest"] },
			},
		},
		active: {
			description: "Holds a slot.",
			initial: "preparing",
			exit: "releaseSlot",
			states: {
				preparing: {
					description: "The commit is checked out of the mirror into the build's workspace.",
					invoke: {
						id: "checkout",
						src: "prepareWorkspace",
						input: ({ context }) => context.plan,
						onDone: { target: "running", actions: "recordPrepared" },
						onError: { guard: "wasRefused", target: "cleaning", actions: ["recordPrepared", "recordRefusal"] },
					},
					on: { cancel: { target: "cleaning", actions: "recordCancel" } },
				},
				running: {
					description: "The steps, one after another.",
					entry: ["advance", "startStep"],
					exit: "forgetStep",
					on: {
						"xstate.done.actor.*": [
							{ guard: "stepPassedAndMoreRemain", target: "running", reenter: true },
							{ guard: "stepPassed", target: "collecting" },
							{ target: "collecting", actions: "recordFailedStep" },
						],
						cancel: { actions: ["recordCancel", "stopStep"], description: "The running step ends first." },
					},
				},
				collecting: {
					description: "Artifacts are kept, after a failure too: what there is may help.",
					entry: "recordCollecting",
					always: { guard: not("wantsArtifacts"), target: "cleaning" },
					invoke: {
						id: "collector",
						src: "collectArtifacts",
						input: ({ context }) => ({ plan: context.plan }),
						onDone: { target: "cleaning", actions: "recordArtifacts" },
						onError: { guard: "wasRefused", target: "cleaning", actions: "recordRefusal" },
					},
					on: { cancel: { target: "cleaning", actions: "recordCancel" } },
				},
				cleaning: {
					description: "No process of a build outlives it; its spool is removed.",
					invoke: {
						id: "cleaner",
						src: "cleanUp",
						input: ({ context }) => ({ plan: context.plan }),
						onDone: { target: "ended" },
					},
					on: { cancel: { actions: "recordCancel", description: "Late, but it was acknowledged." } },
				},
				ended: { type: "final" },
			},
			after: {
				buildTimeout: [
					{ guard: stateIn({ active: "running" }), actions: ["recordTimeout", "stopStep"] },
					{ guard: not(stateIn({ active: "cleaning" })), target: ".cleaning", actions: "recordTimeout" },
				],
			},
			on: {
				interrupt: [
					{ guard: stateIn({ active: "running" }), actions: ["recordInterruption", "stopStep"] },
					{ guard: not(stateIn({ active: "cleaning" })), target: ".cleaning", actions: "recordInterruption" },
				],
				"supervisor.gaveUp": [
					{ guard: stateIn({ active: "cleaning" }), target: ".ended", actions: "recordFault" },
					{ target: ".cleaning", actions: "recordFault", description: "A fault of the server past its restarts." },
				],
			},
			onDone: [
				{ guard: "failed", target: "failure" },
				{ guard: "cancelled", target: "cancelled" },
				{ target: "success" },
			],
		},
		success: { type: "final", description: "Every step passed, or was allowed to fail." },
		failure: { type: "final", description: "A step failed, time ran out, or something was refused." },
		cancelled: { type: "final", description: "Somebody cancelled it." },
	},
});

export function stepId(index: number): string {
	return `step-${index}`;
}

function stepInput({ plan, environment, current }: BuildContext): StepInput {
	const script = plan.scripts[current];
	if (!script) throw new Error(`Build ${plan.id} has no step ${current}.`);
	const directory = script.workingDirectory;
	return {
		buildId: plan.id,
		index: current,
		name: script.name,
		order: {
			folder: `${plan.runs}/step-${current}`,
			script: script.script,
			cwd: directory === undefined ? plan.workspace : `${plan.workspace}/${directory}`,
			env: environment,
			title: `oore: build ${plan.id} step ${current}`,
			cookie: cookieOf(plan.id),
			log: { buildId: plan.id, stepIndex: current },
		},
		timeoutMs: script.timeoutMs ?? plan.limits.stepTimeoutMs,
		graceMs: plan.limits.graceMs,
		retryOnInterrupt: script.retryOnInterrupt,
	};
}
