import { buildById } from "#db/queries/builds.ts";
import { storedPipeline } from "#db/queries/pipelines.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";
import { chooseWorkflow } from "../pipeline/choose-workflow.ts";
import type { InputValue, Workflow } from "../pipeline/pipeline.ts";
import { resolvePipeline } from "../pipeline/resolve-pipeline.ts";
import { Refusal } from "../refusals.ts";
import type { GitEvent } from "../webhook/git-event.ts";
import type { BuildPlan } from "./build-plan.ts";
import { environmentOf } from "./environment.ts";
import { placesOf } from "./places.ts";
import { planRefusal } from "./plan-build.ts";
import { type Circumstances, planWorkflow } from "./plan-workflow.ts";

export interface TriggerOrder {
	readonly repositoryId: string;
	/** Short branch name; the default branch when absent. */
	readonly branch?: string | undefined;
	/** Hex, possibly shortened only where it is a branch's tip. */
	readonly commit?: string | undefined;
	readonly workflow?: string | undefined;
	/** Values for the workflow's inputs, as texts. */
	readonly inputs?: Readonly<Record<string, string>> | undefined;
	/** Of an earlier build, to run the same again. */
	readonly ref?: string | undefined;
	/** Of an earlier build too: what a fork wrote is not trusted by being run again. */
	readonly fromFork?: boolean;
}

/**
 * Start a build by hand and answer its id; it is on disk when this resolves. A pipeline that cannot be used makes a
 * build that shows why.
 * @throws Refusal where the branch, commit or workflow does not exist, or the repository is paused
 */
export async function triggerBuild(
	kernel: Kernel,
	outside: Outside,
	order: TriggerOrder,
	signal: AbortSignal,
): Promise<string> {
	const repository = repositoryById(outside.db, order.repositoryId);
	if (!repository) throw new Refusal("repository_not_found", { repository: order.repositoryId });
	if (repository.state === "inactive") throw new Refusal("repository_paused", { repository: repository.name });
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
	const stored = storedPipeline(outside.db, repository.id);
	const where = { repositoryId: repository.id, commit, stored, precedence: outside.configPrecedence };
	const resolved = await resolvePipeline(outside.git, where, signal);
	const event: GitEvent = {
		trigger: "manual",
		commit,
		ref,
		fromFork: order.fromFork ?? false,
		message: resolved.message,
		...(branch !== undefined && { branch }),
	};
	const id = outside.newId();
	const facts = {
		id,
		repository: { ...repository, slug: `${repository.owner}/${repository.repoName}` },
		webhookEventId: null,
		event,
		configSource: resolved.source,
		limits: outside.limits,
		places: placesOf(outside.folders, id),
		baseUrl: outside.baseUrl(),
	};
	const plan = resolved.usable
		? planned(chooseWorkflow(resolved.pipeline, order.workflow), facts, order.inputs ?? {})
		: planRefusal({ ...facts, inputs: {} }, order.workflow ?? "pipeline", resolved.reason);
	await kernel.turn((turn) =>
		turn.start("builds", plan.id, { plan, environment: environmentOf(plan, outside.machine), at: turn.at }),
	);
	return plan.id;
}

function planned(
	workflow: Workflow,
	facts: Circumstances["facts"],
	chosen: Readonly<Record<string, string>>,
): BuildPlan {
	const changes = { kind: "everything", why: "It was started by hand." } as const;
	const result = planWorkflow(workflow, { facts, payload: {}, chosen, changes, byHand: true });
	if (!result.starts) throw new Refusal("inputs_refused", { workflow: workflow.id, reason: result.reason });
	return result.plan;
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
			fromFork: !build.trusted,
			inputs: textsOf(build.inputs),
			workflow: build.configSource === "default" ? undefined : build.workflowName,
		},
		signal,
	);
}

/** Inputs as a row keeps them, as texts again. */
function textsOf(inputs: string | null): Record<string, string> {
	const values = JSON.parse(inputs ?? "{}") as Record<string, InputValue>;
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
