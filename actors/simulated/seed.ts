import { runningBuilds } from "#db/queries/builds.ts";
import { countBuilds } from "#db/queries/queue.ts";
import { webhookEventsPage } from "#db/queries/webhooks.ts";
import type { Ci } from "../ci.ts";
import { addRepository, changeRepository } from "../repository/manage-repositories.ts";
import { savePipeline } from "../repository/store-pipeline.ts";
import { setSecrets } from "../secret/store-secrets.ts";
import type { HeldClock } from "./held-clock.ts";
import { history, present } from "./sample-history.ts";
import type { Scenario } from "./scenario.ts";
import type { SimulatedRunner } from "./simulated-runner.ts";
import type { Traffic } from "./traffic.ts";
import type { SimulatedRepository, World } from "./world.ts";

export interface SeedParts {
	readonly ci: Ci;
	readonly world: World;
	readonly traffic: Traffic;
	readonly clock: HeldClock;
	readonly runner: SimulatedRunner;
	readonly scenario: Scenario;
	/** Where the history ends, in ms. */
	readonly nowMs: number;
}

const hourMs = 3_600_000;
const secondMs = 1_000;
/** How long before the present it begins to be lively. */
const livelyMs = 20 * secondMs;
/** An actor that waits before it tries again waits for the clock that waits for it. */
const longestWaitMs = 500;
const savedBy = "the demo";

/** Make the history of a demo by letting it happen: every row of it comes from an actor. */
export async function seed(parts: SeedParts): Promise<void> {
	const { ci, world, traffic, scenario, nowMs } = parts;
	for (const repository of world.repositories) await introduce(ci, repository);
	const values = { KEYSTORE_PASSWORD: "correct-horse-battery", PLAY_STORE_KEY: "simulated-service-account" };
	await setSecrets(ci.kernel, ci.outside, { repositoryId: "", group: "android-signing", values, savedBy });
	for (const [at, { hoursAgo, ...happening }] of history.entries()) {
		await goTo(parts, Math.round(nowMs - hoursAgo * hourMs));
		await traffic.happen({ fate: scenario.past[at % scenario.past.length] ?? "well", ...happening });
	}
	await goTo(parts, nowMs - livelyMs);
	for (const happening of present) {
		await traffic.happen(happening);
		await goTo(parts, parts.clock.now() + 2 * secondMs);
		if (countBuilds(ci.outside.db, "pending") > 0) break;
	}
	await goTo(parts, nowMs);
}

async function introduce({ kernel, outside }: Ci, repository: SimulatedRepository): Promise<void> {
	const { provider, owner, name, number, cloneUrl, stored } = repository;
	const fields = {
		name: `${owner}/${name}`,
		provider,
		owner,
		repoName: name,
		cloneUrl,
		defaultBranch: "main",
		githubRepositoryId: provider === "github" ? number : null,
		githubInstallationId: null,
		gitlabProjectId: provider === "gitlab" ? number : null,
	};
	const id = await addRepository(kernel, outside, fields, "simulated-webhook-secret");
	const pipeline = { repositoryId: id, name: "pipeline", format: "yaml" } as const;
	if (stored !== undefined) await savePipeline(kernel, outside, { ...pipeline, content: stored, savedBy });
	if (repository.paused) await changeRepository(kernel, outside, id, { fields: {}, isActive: false });
}

/** Let time pass: whatever is due on the way happens, and no time passes while something is being done. */
async function goTo(parts: SeedParts, atMs: number): Promise<void> {
	let busySince: number | undefined;
	for (;;) {
		// What is not on disk yet comes first, and what begins after that.
		await parts.ci.kernel.turn(() => undefined);
		busySince = isBusy(parts) ? (busySince ?? performance.now()) : undefined;
		if (busySince !== undefined && performance.now() - busySince < longestWaitMs) continue;
		busySince = undefined;
		if (!parts.clock.step(atMs)) return;
	}
}

/** Something is under way that does not wait for the clock. */
function isBusy({ ci, runner }: SeedParts): boolean {
	const { db } = ci.outside;
	const running = runningBuilds(db).length;
	if (running > runner.running) return true;
	if (webhookEventsPage(db, { statuses: ["received", "deciding"], limit: 1 }).length > 0) return true;
	return running < ci.maxConcurrentBuilds && countBuilds(db, "pending") > 0;
}
