import { type ConfigSource, type Priority, priorities, type Trigger } from "#db/vocabulary.ts";
import type { InputValue, Script, Workflow } from "../pipeline/pipeline.ts";
import type { GitEvent } from "../webhook/git-event.ts";
import type { BuildPlan, Limits, PlannedScript } from "./build-plan.ts";
import type { Places } from "./places.ts";

export interface PlanFacts {
	readonly id: string;
	readonly repository: { readonly id: string; readonly defaultBranch: string; readonly slug: string };
	readonly webhookEventId: string | null;
	readonly event: GitEvent;
	readonly configSource: ConfigSource;
	readonly limits: Limits;
	readonly places: Places;
	readonly baseUrl: string;
	readonly inputs: Readonly<Record<string, InputValue>>;
}

/**
 * A build of one workflow, with everything it needs to know. Pure.
 * @param skipped why a script does not run; null when it does
 */
export function planBuild(
	facts: PlanFacts,
	workflow: Workflow,
	skipped: (script: Script) => string | null = () => null,
): BuildPlan {
	const decided = (whole: Script): PlannedScript => {
		const { when: _when, ...script } = whole;
		const directory = script.workingDirectory ?? workflow.workingDirectory;
		return { ...script, ...(directory !== undefined && { workingDirectory: directory }), skip: skipped(whole) };
	};
	return {
		...planned(facts),
		workflow: workflow.id,
		labels: workflow.labels,
		cancelPrevious: workflow.triggering.cancelPrevious && facts.event.trigger !== "manual",
		refusal: null,
		environment: workflow.environment,
		groups: workflow.groups,
		scripts: workflow.scripts.map(decided),
		artifacts: workflow.artifacts,
		publishing: workflow.publishing.map(decided),
		limits: { ...facts.limits, buildTimeoutMs: workflow.maxBuildDurationMs ?? facts.limits.buildTimeoutMs },
	};
}

/** A build that only exists to show why there can be none. */
export function planRefusal(facts: PlanFacts, workflow: string, refusal: string): BuildPlan {
	return {
		...planned(facts),
		workflow,
		labels: [],
		cancelPrevious: false,
		refusal,
		environment: {},
		groups: [],
		scripts: [],
		artifacts: [],
		publishing: [],
		limits: facts.limits,
	};
}

function planned({ id, repository, webhookEventId, event, configSource, places, baseUrl, inputs }: PlanFacts) {
	return {
		id,
		repositoryId: repository.id,
		repositorySlug: repository.slug,
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
		trusted: !event.fromFork,
		priority: priorityOf(event.trigger, event.branch, repository.defaultBranch),
		rerun: null,
		configSource,
		baseUrl,
		inputs,
		...places,
	};
}

function priorityOf(trigger: Trigger, branch: string | undefined, defaultBranch: string): Priority {
	if (trigger === "manual") return priorities.manual;
	if (trigger === "pull_request" || trigger === "merge_request") return priorities.review;
	return branch === defaultBranch ? priorities.defaultBranch : priorities.branch;
}
