import fc from "fast-check";
import { expect, test } from "vitest";
import { buildMachine } from "#actors/build/build.machine.ts";
import { projectBuild } from "#actors/build/build.projection.ts";
import type { BuildPlan } from "#actors/build/build-plan.ts";
import type { CleanUpOrder, KeepOrder, Kept } from "#actors/build/kept.ts";
import type { ScriptEnding, ScriptOrder } from "#actors/doors.ts";
import { type NextWaiting, queueMachine, type WaitingQuery } from "#actors/queue/queue.machine.ts";
import { Refusal } from "#actors/refusals.ts";
import { stepMachine } from "#actors/step/step.machine.ts";
import { projectStep } from "#actors/step/step.projection.ts";
import type { Delivery } from "#actors/webhook/git-event.ts";
import { type DecideOutput, webhookMachine } from "#actors/webhook/webhook.machine.ts";
import { asPort, durable, dynamic, effect, Kernel, permanent, SimulatedClock, supervisor } from "#runtime/index.ts";
import { memoryStore } from "../../support/memory-store.ts";

/*
 * Random orders of everything that can happen: deliveries decided, scripts ending in every way, cancels, time-outs,
 * effects that are refused. After each the invariants must hold, and when all work is done nothing is left over.
 */
const slots = 2;
const scripts = 3;

type Action =
	| { readonly do: "deliver" }
	| { readonly do: "cancel"; readonly which: number }
	| { readonly do: "finish"; readonly which: number; readonly how: number }
	| { readonly do: "wait"; readonly ms: number };

const action: fc.Arbitrary<Action> = fc.oneof(
	{ weight: 3, arbitrary: fc.constant<Action>({ do: "deliver" }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant("cancel" as const), which: fc.nat(20) }) },
	{ weight: 9, arbitrary: fc.record({ do: fc.constant("finish" as const), which: fc.nat(20), how: fc.nat(9) }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 90_000 }) }) },
);

/** What may follow what in a step's row (journey 6.3.1). */
const follows: Readonly<Record<string, readonly string[]>> = {
	pending: ["running", "skipped", "cancelled"],
	running: ["success", "failure", "cancelled"],
	success: [],
	failure: [],
	skipped: [],
	cancelled: [],
};

interface Pending {
	readonly kind: string;
	readonly build: string;
	readonly settle: (how: number) => void;
}

const endings: readonly ScriptEnding[] = [
	{ kind: "exited", code: 0 },
	{ kind: "exited", code: 0 },
	{ kind: "exited", code: 0 },
	{ kind: "exited", code: 1 },
	{ kind: "signalled", signal: "SIGKILL" },
	{ kind: "lost", why: "killed" },
	{ kind: "lost", why: "reboot" },
	{ kind: "unstartable", reason: "no shell" },
	{ kind: "exited", code: 0 },
];

const repository = { owner: "o", name: "r" };
const ping: Delivery = { kind: "ignored", reason: "A ping." };
const pushed: Delivery = {
	kind: "event",
	event: { trigger: "push", commit: "c", ref: "refs/heads/main", branch: "main", fromFork: false },
	repository,
};

class World {
	readonly pending: Pending[] = [];
	readonly store = memoryStore();
	readonly clock = new SimulatedClock(1_000);
	readonly kernel: Kernel;
	readonly builds: string[] = [];
	readonly cancelled = new Set<string>();
	readonly statuses = new Map<string, string>();
	readonly finals = new Map<string, string>();
	#deliveries = 0;

	constructor() {
		const held = <I, O>(kind: string, buildOf: (input: I) => string, outputOf: (input: I, how: number) => O) =>
			effect<I, O>(
				(input, { signal }) =>
					new Promise((resolve, reject) => {
						const entry: Pending = {
							kind,
							build: buildOf(input),
							settle: (how) => {
								try {
									resolve(outputOf(input, how));
								} catch (error) {
									reject(error);
								}
							},
						};
						this.pending.push(entry);
						signal.addEventListener("abort", () => {
							this.pending.splice(this.pending.indexOf(entry), 1);
							reject(signal.reason);
						});
					}),
			);
		const ofPlan = ({ plan }: CleanUpOrder) => plan.id;
		const sometimesRefused =
			<O>(output: O) =>
			(_input: unknown, how: number) => {
				if (how === 9) throw new Refusal("workspace_failed", { reason: "told to" });
				return output;
			};
		const step = stepMachine.provide({
			actors: {
				runScript: held(
					"script",
					({ log }: ScriptOrder) => log.buildId,
					(_order, how) => {
						const ending = endings[how];
						if (!ending) throw new Refusal("disk_full", { path: "/logs" });
						return ending;
					},
				),
				endScript: held(
					"terminator",
					({ order }: { order: ScriptOrder; graceMs: number }) => order.log.buildId,
					sometimesRefused<ScriptEnding>({ kind: "lost", why: "killed" }),
				),
			},
		});
		const build = durable(
			buildMachine.provide({
				actors: {
					findPrevious: effect(
						async ({ id }: BuildPlan): Promise<readonly string[]> => this.builds.filter((other) => other < id),
					),
					prepareWorkspace: held(
						"checkout",
						(plan: BuildPlan) => plan.id,
						sometimesRefused({ commit: "c", numbers: { number: 1, workflowNumber: 1 } }),
					),
					collectArtifacts: held(
						"collector",
						({ plan }: KeepOrder) => plan.id,
						sometimesRefused<Kept>({ artifacts: [], tests: null }),
					),
					cleanUp: held("cleaner", ofPlan, () => null),
					step: asPort(durable(step, { project: projectStep })),
				},
			}),
			{ project: projectBuild },
		);
		const queue = durable(
			queueMachine.provide({
				actors: {
					readWaiting: effect(async ({ slots: free }: WaitingQuery): Promise<NextWaiting> => this.#waiting(free)),
				},
			}),
		);
		const webhook = durable(
			webhookMachine.provide({
				actors: {
					decide: held(
						"decision",
						() => "",
						(_input, how) => this.#decided(how),
					),
				},
			}),
		);
		const many = { restart: "transient", shutdownMs: 0, intensity: 3, periodMs: 10_000 } as const;
		this.kernel = new Kernel({
			store: this.store,
			clock: this.clock,
			random: () => 0,
			tree: supervisor("one_for_one", { intensity: 3, periodMs: 10_000 }, [
				permanent("queue", queue, { input: { limit: slots } }),
				permanent("builds", dynamic(build, many)),
				permanent("webhooks", dynamic(webhook, many)),
			]),
		});
		this.kernel.start();
	}

	async act(next: Action): Promise<void> {
		switch (next.do) {
			case "deliver": {
				const id = `d${this.#deliveries++}`;
				const delivery = this.#deliveries % 5 === 0 ? ping : pushed;
				await this.kernel.turn((turn) =>
					turn.start("webhooks", id, { id, provider: "git", repositoryId: "r", delivery }),
				);
				break;
			}
			case "cancel": {
				const id = this.builds[next.which % Math.max(1, this.builds.length)];
				if (id === undefined) break;
				if (await this.kernel.turn((turn) => turn.send(`builds/${id}`, { type: "cancel", by: "chance" })))
					this.cancelled.add(id);
				break;
			}
			case "finish":
				this.#finish(next.which, next.how);
				break;
			case "wait":
				this.clock.advance(next.ms);
				break;
		}
		await settle();
		this.check();
	}

	/** Finish everything, well, until nothing is left to do. */
	async drain(): Promise<void> {
		for (let round = 0; round < 500 && this.pending.length > 0; round++) {
			this.#finish(0, 0);
			await settle();
			this.check();
		}
	}

	#finish(which: number, how: number): void {
		const entry = this.pending[which % Math.max(1, this.pending.length)];
		if (!entry) return;
		this.pending.splice(this.pending.indexOf(entry), 1);
		entry.settle(how);
	}

	check(): void {
		const used = (JSON.parse(this.store.rows.get("queue")?.snapshot ?? "{}") as { context: { used: string[] } }).context
			.used;
		expect(used.length, "slots in use").toBeLessThanOrEqual(slots);
		expect(new Set(used).size, "a slot for each").toBe(used.length);
		const active = [...this.store.rows.values()].filter(
			({ kind, status, state }) => kind === "build" && status === "active" && state.includes("active"),
		);
		expect(
			active.map(({ address }) => address.slice("builds/".length)).sort(),
			"builds that run hold the slots",
		).toEqual([...used].sort());
		for (const { address, kind, status, state } of this.store.rows.values()) {
			if (kind === "supervisor") continue;
			const final = this.finals.get(address);
			if (final !== undefined) expect({ address, state }).toEqual({ address, state: final });
			else if (status === "done") this.finals.set(address, state);
		}
		for (const { kind, build } of this.pending)
			if (kind === "script") expect(this.cancelled.has(build), "no script runs after a cancel").toBe(false);
		this.#checkSteps();
	}

	/** Replays the rows' history: each step only ever moves as the table says. */
	#checkSteps(): void {
		for (const write of this.store.writes.splice(0)) {
			const name = "put" in write ? write.put : write.patch;
			const status = write.row["status"] as string | undefined;
			if (name !== "buildSteps" || status === undefined) continue;
			if ("put" in write) this.statuses.set(`${write.row["buildId"]}/${write.row["stepIndex"]}`, status);
			else this.#patchSteps(write.key, status);
		}
	}

	#patchSteps(key: Readonly<Record<string, unknown>>, status: string): void {
		for (const [step, known] of this.statuses) {
			const [buildId, index] = step.split("/");
			if (key["buildId"] !== buildId || (key["stepIndex"] !== undefined && String(key["stepIndex"]) !== index))
				continue;
			if (key["status"] !== undefined && key["status"] !== known) continue;
			if (known !== status) expect(follows[known], `step ${step}: ${known} → ${status}`).toContain(status);
			this.statuses.set(step, status);
		}
	}

	#waiting(free: number): { builds: string[]; more: boolean } {
		const waiting = [...this.store.rows.values()]
			.filter(({ kind, status, state }) => kind === "build" && status === "active" && state === '"pending"')
			.map(({ address }) => address.slice("builds/".length));
		return { builds: waiting.sort().slice(0, free), more: waiting.length > free };
	}

	#decided(how: number): DecideOutput {
		if (how === 9) throw new Refusal("fetch_failed", { repository: "r", reason: "told to" });
		const count = how % 3;
		const builds = Array.from({ length: count }, () => {
			const id = `b${String(this.builds.length).padStart(4, "0")}`;
			this.builds.push(id);
			return { plan: planOf(id, how === 8 ? "The pipeline cannot be used." : null), environment: {} };
		});
		return { result: "decided", verdicts: [], builds };
	}
}

function planOf(id: string, refusal: string | null): BuildPlan {
	const script = (name: string, ignoreFailure: boolean) => ({
		name,
		script: "true",
		ignoreFailure,
		retryOnInterrupt: name === "1",
		testReports: [],
		skip: name === "2" && id.endsWith("5") ? "told to" : null,
	});
	return {
		id,
		repositoryId: "r",
		webhookEventId: null,
		commit: "c",
		ref: "refs/heads/main",
		branch: "main",
		tag: null,
		targetBranch: null,
		reviewNumber: null,
		message: null,
		author: null,
		trigger: "push",
		priority: 3,
		workflow: "w",
		configSource: "repository",
		refusal,
		environment: {},
		groups: [],
		trusted: true,
		rerun: null,
		labels: [],
		repositorySlug: "o/r",
		baseUrl: "http://localhost",
		inputs: {},
		cancelPrevious: id.charCodeAt(id.length - 1) % 3 === 0,
		publishing: refusal === null ? [script("tell", true), script("publish", false)] : [],
		scripts: refusal === null ? Array.from({ length: scripts }, (_, index) => script(String(index), index === 0)) : [],
		artifacts: ["*"],
		limits: { buildTimeoutMs: 60_000, stepTimeoutMs: 20_000, graceMs: 1_000 },
		workspace: "/w",
		own: "/w/.git/oore",
		runs: "/r",
	};
}

/** Turns commit, effects begin, results come back: some ticks each. */
async function settle(): Promise<void> {
	for (let tick = 0; tick < 8; tick++) await new Promise(setImmediate);
}

test("whatever happens in whatever order, slots are kept, ends are ends, and nothing is left over", {
	timeout: 120_000,
}, async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 60 }), async (actions) => {
			const world = new World();
			for (const next of actions) await world.act(next);
			await world.drain();
			const alive = [...world.store.rows.values()].filter(
				({ kind, status }) => status === "active" && ["build", "step", "webhook"].includes(kind),
			);
			expect(alive.map(({ address, state }) => `${address} ${state}`)).toEqual([]);
			expect([...world.statuses.values()].filter((status) => status === "pending" || status === "running")).toEqual([]);
			for (const id of world.cancelled)
				expect(world.store.rows.get(`builds/${id}`)?.state, `${id} was cancelled`).not.toBe('"success"');
			await world.kernel.stop();
		}),
		{ numRuns: 200 },
	);
});
