import { and, assign, setup } from "xstate";
import { because, port, timeOf } from "#runtime/machine.ts";
import { endingInWords, type StepEnding } from "../build/wording.ts";
import type { ScriptEnding, ScriptOrder } from "../doors.ts";
import { type Failed, wasRefused } from "../was-refused.ts";

/** What a step is given at birth; `order.folder` is of its first attempt. */
export interface StepInput {
	readonly buildId: string;
	readonly index: number;
	readonly name: string;
	readonly order: ScriptOrder;
	readonly timeoutMs: number;
	/** Between SIGTERM and SIGKILL. */
	readonly graceMs: number;
	readonly retryOnInterrupt: boolean;
}

export interface StepContext extends StepInput {
	readonly attempt: number;
	readonly startedAt: number;
	readonly finishedAt: number | null;
	/** Why the process is being ended; the first reason wins. */
	readonly stopping: StopReason | null;
	readonly ending: StepEnding | null;
}

/** Who wants a running step to end; the status it gets for it. */
export interface StopReason {
	readonly as: "cancelled" | "failure";
	readonly reason: string;
}

type StepEvent = { readonly type: "stop"; readonly as: StopReason["as"]; readonly reason: string };

export interface StepOutput {
	readonly status: "success" | "failure" | "cancelled";
	readonly ending: StepEnding;
}

type Done = { readonly output: ScriptEnding };

const endedWell = because<StepContext, StepEvent>(({ event }) => {
	const { output } = event as unknown as Done;
	return (output.kind === "exited" && output.code === 0) || endingInWords(output);
});

const mayRunAgain = because<StepContext, StepEvent>(({ context, event }) => {
	const { output } = event as unknown as Done;
	if (output.kind !== "lost") return "The script was not interrupted.";
	return context.retryOnInterrupt || "The step does not say retry_on_interrupt.";
});

const wasCancelled = because<StepContext, StepEvent>(
	({ context }) => context.stopping?.as === "cancelled" || "Nobody cancelled it.",
);

/** One part of a build: a script whose process may outlive the server. */
export const stepMachine = setup({
	types: {
		context: {} as StepContext,
		events: {} as StepEvent,
		input: {} as StepInput & { readonly at: number },
		output: {} as StepOutput,
	},
	actors: {
		runScript: port<ScriptOrder, ScriptEnding>(),
		endScript: port<{ readonly order: ScriptOrder; readonly graceMs: number }, ScriptEnding>(),
	},
	guards: { endedWell, mayRunAgain, wasCancelled, wasRefused: wasRefused<StepContext, StepEvent>() },
	actions: {
		recordStop: assign({
			stopping: ({ context, event }) => context.stopping ?? { as: event.as, reason: event.reason },
		}),
		recordTimeout: assign({
			stopping: ({ context }) =>
				context.stopping ?? { as: "failure" as const, reason: `timed out after ${context.timeoutMs / 1000} s` },
		}),
		recordRefusal: assign({
			stopping: ({ context, event }) =>
				context.stopping ?? {
					as: "failure" as const,
					reason: `could not go on: ${(event as unknown as Failed).error.message.replace(/\.$/, "")}`,
				},
		}),
		recordEnding: assign({
			ending: ({ context, event }) => context.ending ?? (event as unknown as Done).output,
			finishedAt: ({ event }) => timeOf(event),
		}),
		recordStopped: assign({
			ending: ({ context }): StepEnding => ({ kind: "stopped", reason: context.stopping?.reason ?? "stopped" }),
			finishedAt: ({ event }) => timeOf(event),
		}),
		countAttempt: assign({ attempt: ({ context }) => context.attempt + 1 }),
	},
	delays: { stepTimeout: ({ context }) => context.timeoutMs },
}).createMachine({
	id: "step",
	description: "One script of a build, from launch to its ending.",
	context: ({ input }) => {
		const { at, ...given } = input;
		return { ...given, attempt: 1, startedAt: at, finishedAt: null, stopping: null, ending: null };
	},
	initial: "running",
	states: {
		running: {
			description: "The script's process group is alive, here or since before a restart.",
			invoke: {
				id: "script",
				src: "runScript",
				input: ({ context }) => orderOf(context),
				onDone: [
					{ guard: "endedWell", target: "success", actions: "recordEnding" },
					{
						guard: "mayRunAgain",
						target: "running",
						reenter: true,
						actions: "countAttempt",
						description: "A restart found the process gone, and the step allows another attempt.",
					},
					{ target: "failure", actions: "recordEnding" },
				],
				onError: {
					guard: "wasRefused",
					target: "stopping",
					actions: "recordRefusal",
					description: "Its output cannot be kept, say; the process must not go on unseen.",
				},
			},
			after: { stepTimeout: { target: "stopping", actions: "recordTimeout" } },
			on: { stop: { target: "stopping", actions: "recordStop" } },
		},
		stopping: {
			description: "SIGTERM to the process group, the grace period, SIGKILL, then leftovers by cookie.",
			invoke: {
				id: "terminator",
				src: "endScript",
				input: ({ context }) => ({ order: orderOf(context), graceMs: context.graceMs }),
				onDone: [
					{ guard: "wasCancelled", target: "cancelled", actions: "recordStopped" },
					{ target: "failure", actions: "recordStopped" },
				],
				onError: [
					{
						guard: and(["wasRefused", "wasCancelled"]),
						target: "cancelled",
						actions: "recordStopped",
						description: "The process is gone; only the end of its output is not kept.",
					},
					{ guard: "wasRefused", target: "failure", actions: "recordStopped" },
				],
			},
		},
		success: { type: "final", description: "The script exited with 0." },
		failure: { type: "final", description: "It exited with another code, was killed, interrupted or timed out." },
		cancelled: { type: "final", description: "The build was cancelled while it ran." },
	},
	output: ({ context }) => ({ status: statusOf(context), ending: context.ending as StepEnding }),
});

/** Each attempt has a run folder of its own: a folder is claimed once. */
function orderOf({ order, attempt }: StepContext): ScriptOrder {
	return attempt === 1 ? order : { ...order, folder: `${order.folder}-attempt-${attempt}` };
}

function statusOf({ stopping, ending }: StepContext): StepOutput["status"] {
	if (stopping) return stopping.as;
	return ending?.kind === "exited" && ending.code === 0 ? "success" : "failure";
}
