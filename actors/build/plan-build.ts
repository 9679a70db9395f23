import { type ConfigSource, type Priority, priorities, type Trigger } from "#db/vocabulary.ts";
import type { Workflow } from "../pipeline/pipeline.ts";
import type { GitEvent } from "../webhook/git-event.ts";
import type { BuildPlan, Limits } from "./build-plan.ts";

export interface PlanFacts {
	readonly id: string;
	readonly repository: { readonly id: string; readonly defaultBranch: string };
	readonly webhookEventId: string | null;
	readonly event: GitEvent;
	readonly configSource: ConfigSource;
	readonly limits: Limits;
	readonly folders: { readonly workspaces: string; readonly runs: string };
}

/** A build of one workflow, with everything it needs to know. Pure. */
export function planBuild(facts: PlanFacts, workflow: Workflow): BuildPlan {
	return {
		...planned(facts),
		workflow: workflow.id,
		refusal: null,
		environment: workflow.environment,
		scripts: workflow.scripts,
		artifacts: workflow.artifacts,
		limits: { ...facts.limits, buildTimeoutMs: workflow.maxBuildDurationMs ?? facts.limits.buildTimeoutMs },
	};
}

/** A build that only exists to show why there can be none. */
export function planRefusal(facts: PlanFacts, workflow: string, refusal: string): BuildPlan {
	return { ...planned(facts), workflow, refusal, environment: {}, scripts: [], artifacts: [], limits: facts.limits };
}

function planned({ id, repository, webhookEventId, event, configSource, folders }: PlanFacts) {
	return {
		id,
		repositoryId: repository.id,
		webhookEventId,
		commit: event.commit,
		ref: event.ref,
		branch: event.branch ?? null,
		tag: event.tag ?? null,
		targetBranch: event.targetBranch ?? null,
		reviewNumber: event.reviewNumber ?? null,
		message: event.message?.slice(0, 1_000) ?? null,
		author: event.author ?? null,
		trigger: event.trigger,
		priority: priorityOf(event.trigger, event.branch, repository.defaultBranch),
		configSource,
		workspace: `${folders.workspaces}/${id}`,
		runs: `${folders.runs}/${id}`,
	};
}

function priorityOf(trigger: Trigger, branch: string | undefined, defaultBranch: string): Priority {
	if (trigger === "manual") return priorities.manual;
	if (trigger === "pull_request" || trigger === "merge_request") return priorities.review;
	return branch === defaultBranch ? priorities.defaultBranch : priorities.branch;
}
