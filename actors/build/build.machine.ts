import { assign, enqueueActions, not, or, sendTo, setup, spawnChild, stateIn, stopChild } from "xstate";
import { actorAt, because, port, timeOf } from "#runtime/machine.ts";
import type { CollectedArtifact } from "../artifact/collected-artifact.ts";
import type { TestSummary } from "../report/test-report.ts";
import type { StepInput, StepOutput } from "../step/step.machine.ts";
import { type Failed, wasRefused } from "../was-refused.ts";
import { type BuildPlan, secretNames } from "./build-plan.ts";
import { type BuildNumbers, cookieOf, exportedFile, numberVariables, publishingVariables } from "./environment.ts";
import type { CleanUpOrder, KeepOrder, Kept } from "./kept.ts";
import { nextPublishing, nextScript, scriptAt } from "./step-index.ts";
import { durationInWords, failedStep } from "./wording.ts";

export interface BuildContext {
	readonly plan: BuildPlan;
	/** Environment of every step, the machine's share included. */
	readonly environment: Readonly<Record<string, string>>;
	readonly createdAt: number;
	readonly startedAt: number | null;
	/** When the checkout ended, well or not. */
	readonly preparedAt: number | null;
	/** Known since the checkout. */
	readonly numbers: BuildNumbers | null;
	/** Index of the script that runs or ran last; -1 before the first. */
	readonly current: number;
	readonly collectingAt: number | null;
	/** When the artifacts were kept; null while, or if, they are not. */
	readonly collectedAt: number | null;
	readonly artifacts: readonly CollectedArtifact[];
	readonly tests: TestSummary | null;
	readonly cleaningAt: number | null;
	/** Why the build ends as it does; the first reason wins. Null while all is well. */
	readonly ending: BuildEnding | null;
}

export interface BuildEnding {
	readonly status: "failure" | "cancelled";
	readonly message: string;
	/** Nothing more is run, publishing neither: it was cancelled, timed out or interrupted. */
	readonly final: boolean;
}

export type BuildEvent =
	| { readonly type: "slot.granted" }
	| { readonly type: "cancel"; readonly by: string }
	/** The server was restarted and is told not to go on with what ran before. */
	| { readonly type: "interrupt" }
	| { readonly type: "supervisor.gaveUp"; readonly error: { readonly message: string } };

/** What the checkout found out. */
export interface Prepared {
	readonly commit: string;
	readonly numbers: BuildNumbers;
}

type PreparedDone = { readonly output: Prepared };
type PreviousFound = { readonly output: readonly string[] };
type StepDone = { readonly output: StepOutput };
type Collected = { readonly output: Kept };

const usable = because<BuildContext, BuildEvent>(
	({ context }) => context.plan.refusal === null || context.plan.refusal,
);
const stepsRemain = because<BuildContext, BuildEvent>(
	({ context }) => nextScript(context.plan, context.current) !== undefined || "Every step has run.",
);
const publishingRemains = because<BuildContext, BuildEvent>(
	({ context }) => nextPublishing(context.plan, context.current) !== undefined || "Every script of publishing has run.",
);
const stepPassed = because<BuildContext, BuildEvent>(({ context, event }) => {
	// In publishing the build has failed already, perhaps: what counts is this step.
	if (context.ending?.final || (context.ending && isScript(context))) return context.ending.message;
	const { output } = event as unknown as StepDone;
	if (output.status === "success") return true;
	const script = scriptAt(context.plan, context.current);
	return (script?.ignoreFailure && output.status === "failure") || failedStep(script?.name ?? "?", output.ending);
});
const stepPassedAndMoreRemain = because<BuildContext, BuildEvent>((its) => {
	const passed = stepPassed.judge(its);
	return passed === true ? stepsRemain.judge(its) : passed;
});
const stepPassedAndPublishingRemains = because<BuildContext, BuildEvent>((its) => {
	const passed = stepPassed.judge(its);
	return passed === true ? publishingRemains.judge(its) : passed;
});
const mayPublish = because<BuildContext, BuildEvent>((its) => {
	const { ending } = its.context;
	return ending?.final ? ending.message : publishingRemains.judge(its);
});
const replacesOthers = because<BuildContext, BuildEvent>(
	({ context }) => context.plan.cancelPrevious || "Its workflow does not say cancel_previous_builds.",
);
const mayKeep = because<BuildContext, BuildEvent>(({ context }) => {
	if (context.ending?.status === "cancelled") return "The build was cancelled.";
	return true;
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
		findPrevious: port<BuildPlan, readonly string[]>(),
		prepareWorkspace: port<BuildPlan, Prepared>(),
		collectArtifacts: port<KeepOrder, Kept>(),
		cleanUp: port<CleanUpOrder, null>(),
		step: port<StepInput & { readonly at: number }, StepOutput>(),
	},
	guards: {
		usable,
		replacesOthers,
		wasRefused: wasRefused<BuildContext, BuildEvent>(),
		stepsRemain,
		stepPassed,
		stepPassedAndMoreRemain,
		stepPassedAndPublishingRemains,
		mayPublish,
		mayKeep,
		failed,
		cancelled,
	},
	actions: {
		cancelPrevious: enqueueActions(({ context, event, enqueue }) => {
			for (const id of (event as unknown as PreviousFound).output)
				enqueue.sendTo(actorAt(`builds/${id}`), { type: "cancel", by: `a newer build, ${context.plan.id}` });
		}),
		requestSlot: sendTo(actorAt("queue"), ({ context }) => ({ type: "slot.requested", build: context.plan.id })),
		withdrawRequest: sendTo(actorAt("queue"), ({ context }) => ({ type: "slot.withdrawn", build: context.plan.id })),
		releaseSlot: sendTo(actorAt("queue"), ({ context }) => ({ type: "slot.released", build: context.plan.id })),
		recordStart: assign({ startedAt: ({ event }) => timeOf(event) }),
		recordPrepared: assign({ preparedAt: ({ event }) => timeOf(event) }),
		recordNumbers: assign({ numbers: ({ event }) => (event as unknown as PreparedDone).output.numbers }),
		recordCleaning: assign({ cleaningAt: ({ event }) => timeOf(event) }),
		recordCollecting: assign({ collectingAt: ({ event }) => timeOf(event) }),
		recordArtifacts: assign({
			artifacts: ({ event }) => (event as unknown as Collected).output.artifacts,
			tests: ({ event }) => (event as unknown as Collected).output.tests,
			collectedAt: ({ event }) => timeOf(event),
		}),
		recordUnusable: assign({
			ending: ({ context }): BuildEnding => ({
				status: "failure",
				message: context.plan.refusal ?? "The pipeline cannot be used.",
				final: true,
			}),
		}),
		recordCancel: assign({
			ending: ({ context, event }) =>
				endedBy(context, {
					status: "cancelled",
					message: `Cancelled by ${(event as { by?: string }).by ?? "a user"}.`,
					final: true,
				}),
		}),
		recordTimeout: assign({
			ending: ({ context }) =>
				endedBy(context, {
					status: "failure",
					message: `The build timed out after ${durationInWords(context.plan.limits.buildTimeoutMs)}.`,
					final: true,
				}),
		}),
		recordInterruption: assign({
			ending: ({ context }) =>
				endedBy(context, {
					status: "failure",
					message: `Interrupted by a restart of the server${context.current < 0 ? "" : ` during step "${currentName(context)}"`}.`,
					final: true,
				}),
		}),
		recordRefusal: assign({
			ending: ({ context, event }) =>
				context.ending ?? {
					status: "failure" as const,
					message: (event as unknown as Failed).error.message,
					final: false,
				},
		}),
		recordFault: assign({
			ending: ({ context, event }) =>
				endedBy(context, {
					status: "failure",
					message: `The server failed at this build: ${(event as unknown as Failed).error.message}`,
					final: true,
				}),
		}),
		recordFailedStep: assign({
			ending: ({ context, event }) =>
				context.ending ?? {
					status: "failure" as const,
					message: failedStep(currentName(context), (event as unknown as StepDone).output.ending),
					final: false,
				},
		}),
		advance: assign({ current: ({ context }) => nextScript(context.plan, context.current) ?? context.current }),
		advancePublishing: assign({
			current: ({ context }) => nextPublishing(context.plan, context.current) ?? context.current,
		}),
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
		numbers: null,
		current: -1,
		collectingAt: null,
		collectedAt: null,
		artifacts: [],
		tests: null,
		cleaningAt: null,
		ending: null,
	}),
	initial: "admitting",
	states: {
		admitting: {
			description: "A build whose pipeline cannot be used exists only to show why.",
			always: [
				{ guard: not("usable"), target: "failure", actions: "recordUnusable" },
				{ guard: "replacesOthers", target: "replacing" },
				{ target: "pending" },
			],
		},
		replacing: {
			description: "Builds that it makes needless are found and cancelled: they were on disk before it was.",
			invoke: {
				id: "previous",
				src: "findPrevious",
				input: ({ context }) => context.plan,
				onDone: { target: "pending", actions: "cancelPrevious" },
			},
			on: {
				cancel: { target: "cancelled", actions: "recordCancel" },
				"supervisor.gaveUp": { target: "failure", actions: "recordFault" },
			},
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
						onDone: { target: "prepared", actions: ["recordPrepared", "recordNumbers"] },
						onError: { guard: "wasRefused", target: "cleaning", actions: ["recordPrepared", "recordRefusal"] },
					},
					on: { cancel: { target: "cleaning", actions: "recordCancel" } },
				},
				prepared: {
					description: "Conditions may have left no script to run.",
					always: [{ guard: "stepsRemain", target: "running" }, { target: "collecting" }],
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
					always: { guard: not("mayKeep"), target: "collected" },
					invoke: {
						id: "collector",
						src: "collectArtifacts",
						input: ({ context }) => ({ plan: context.plan, environment: context.environment }),
						onDone: { target: "collected", actions: "recordArtifacts" },
						onError: { guard: "wasRefused", target: "collected", actions: "recordRefusal" },
					},
					on: { cancel: { target: "cleaning", actions: "recordCancel" } },
				},
				collected: {
					description: "After a failure too there may be something to tell the world.",
					always: [{ guard: "mayPublish", target: "publishing" }, { target: "cleaning" }],
				},
				publishing: {
					description: "The scripts of publishing, one after another.",
					entry: ["advancePublishing", "startStep"],
					exit: "forgetStep",
					on: {
						"xstate.done.actor.*": [
							{ guard: "stepPassedAndPublishingRemains", target: "publishing", reenter: true },
							{ guard: "stepPassed", target: "cleaning" },
							{ target: "cleaning", actions: "recordFailedStep" },
						],
						cancel: { actions: ["recordCancel", "stopStep"], description: "The running step ends first." },
					},
				},
				cleaning: {
					description: "No process of a build outlives it; its spool is removed.",
					entry: "recordCleaning",
					invoke: {
						id: "cleaner",
						src: "cleanUp",
						input: ({ context }) => ({ plan: context.plan, artifacts: context.artifacts }),
						onDone: { target: "ended" },
					},
					on: { cancel: { actions: "recordCancel", description: "Late, but it was acknowledged." } },
				},
				ended: { type: "final" },
			},
			after: {
				buildTimeout: [
					{
						guard: or([stateIn({ active: "running" }), stateIn({ active: "publishing" })]),
						actions: ["recordTimeout", "stopStep"],
					},
					{ guard: not(stateIn({ active: "cleaning" })), target: ".cleaning", actions: "recordTimeout" },
				],
			},
			on: {
				interrupt: [
					{
						guard: or([stateIn({ active: "running" }), stateIn({ active: "publishing" })]),
						actions: ["recordInterruption", "stopStep"],
					},
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

/** The first reason wins, but whoever ends the build ends its publishing too. */
function endedBy({ ending }: BuildContext, late: BuildEnding): BuildEnding {
	return ending ? { ...ending, final: true } : late;
}

function isScript({ plan, current }: BuildContext): boolean {
	return current < plan.scripts.length;
}

function currentName({ plan, current }: BuildContext): string {
	return scriptAt(plan, current)?.name ?? "?";
}

function stepInput(context: BuildContext): StepInput {
	const { plan, current } = context;
	const script = scriptAt(plan, current);
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
			env: environmentOfStep(context),
			secrets: secretNames(plan),
			exported: exportedFile(plan),
			title: `oore: build ${plan.id} step ${current}`,
			cookie: cookieOf(plan.id),
			log: { buildId: plan.id, stepIndex: current },
		},
		timeoutMs: script.timeoutMs ?? plan.limits.stepTimeoutMs,
		graceMs: plan.limits.graceMs,
		retryOnInterrupt: script.retryOnInterrupt,
	};
}

function environmentOfStep(context: BuildContext): Record<string, string> {
	const { plan, environment, numbers, artifacts, ending } = context;
	return {
		...environment,
		...(numbers && numberVariables(numbers, plan.environment)),
		...(!isScript(context) && publishingVariables(plan, artifacts, ending ? "failure" : "success")),
	};
}
