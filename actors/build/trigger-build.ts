import { buildById } from "#db/queries/builds.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";
import { chooseWorkflow } from "../pipeline/choose-workflow.ts";
import { resolvePipeline } from "../pipeline/resolve-pipeline.ts";
import { Refusal } from "../refusals.ts";
import type { GitEvent } from "../webhook/git-event.ts";
import { environmentOf } from "./environment.ts";
import { type PlanFacts, planBuild, planRefusal } from "./plan-build.ts";

export interface TriggerOrder {
	readonly repositoryId: string;
	/** Short branch name; the default branch when absent. */
	readonly branch?: string | undefined;
	/** Hex, possibly shortened only where it is a branch's tip. */
	readonly commit?: string | undefined;
	readonly workflow?: string | undefined;
	/** Of an earlier build, to run the same again. */
	readonly ref?: string | undefined;
}

/**
 * Start a build by hand and answer its id; it is on disk when this resolves. A pipeline that cannot be used makes a
 * build that shows why.
 * @throws Refusal where the branch, commit or workflow does not exist
 */
export async function triggerBuild(
	kernel: Kernel,
	outside: Outside,
	order: TriggerOrder,
	signal: AbortSignal,
): Promise<string> {
	const repository = repositoryById(outside.db, order.repositoryId);
	if (!repository) throw new Refusal("repository_not_found", { repository: order.repositoryId });
	const branch = order.branch ?? (order.ref === undefined ? repository.defaultBranch : undefined);
	const ref = order.ref ?? `refs/heads/${branch}`;
	const { commit } = await outside.git.fetch(
		{
			repositoryId: repository.id,
			cloneUrl: repository.cloneUrl,
			ref,
			...(order.commit !== undefined && { commit: order.commit }),
		},
		signal,
	);
	const resolved = await resolvePipeline(outside.git, { repositoryId: repository.id, commit }, signal);
	const event: GitEvent = { trigger: "manual", commit, ref, fromFork: false, ...(branch !== undefined && { branch }) };
	const facts: PlanFacts = {
		id: outside.newId(),
		repository,
		webhookEventId: null,
		event,
		configSource: resolved.source,
		limits: outside.limits,
		folders: outside.folders,
	};
	const plan = resolved.usable
		? planBuild(facts, chooseWorkflow(resolved.pipeline, order.workflow))
		: planRefusal(facts, order.workflow ?? "pipeline", resolved.reason);
	await kernel.turn((turn) =>
		turn.start("builds", plan.id, { plan, environment: environmentOf(plan, outside.machine), at: turn.at }),
	);
	return plan.id;
}

/** Run the same commit and workflow again as a new build. @throws Refusal */
export async function retriggerBuild(
	kernel: Kernel,
	outside: Outside,
	buildId: string,
	signal: AbortSignal,
): Promise<string> {
	const build = buildById(outside.db, buildId);
	if (!build) throw new Refusal("build_not_found", { build: buildId });
	return triggerBuild(
		kernel,
		outside,
		{
			repositoryId: build.repositoryId,
			branch: build.branch ?? undefined,
			commit: build.commitSha,
			ref: build.ref,
			workflow: build.configSource === "default" ? undefined : build.workflowName,
		},
		signal,
	);
}
