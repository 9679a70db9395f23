import pLimit from "p-limit";
import { type RepositoryRow, repositoryById, repositoryByName } from "#db/queries/repositories.ts";
import { environmentOf } from "../build/environment.ts";
import { type PlanFacts, planBuild, planRefusal } from "../build/plan-build.ts";
import type { Outside } from "../outside.ts";
import { matchTrigger } from "../pipeline/match-trigger.ts";
import { resolvePipeline } from "../pipeline/resolve-pipeline.ts";
import type { GitEvent } from "./git-event.ts";
import type { DecideInput, DecideOutput, NewBuild, WorkflowVerdict } from "./webhook.machine.ts";

/** Deliveries decided at a time: each may spawn git, and more than the machine has cores only makes all of them late. */
const atOnce = 4;

/**
 * Effect: what a stored delivery leads to. Fetches its commit into the mirror, reads the pipeline at
 * that commit and matches every workflow's triggers. Starts nothing itself: the builds are its output.
 */
export function decide(outside: Outside) {
	const limit = pLimit(atOnce);
	return (input: DecideInput, { signal }: { signal: AbortSignal }): Promise<DecideOutput> =>
		limit(() => decideOne(outside, input, signal));
}

async function decideOne(outside: Outside, input: DecideInput, signal: AbortSignal): Promise<DecideOutput> {
	signal.throwIfAborted();
	const repository = repositoryOf(outside, input);
	if (!repository) return nothing(`No repository ${input.repository.owner}/${input.repository.name} is known here.`);
	if (repository.state === "inactive") return nothing(`The repository ${repository.name} is paused.`);
	const { commit } = await outside.git.fetch(
		{
			repositoryId: repository.id,
			cloneUrl: repository.cloneUrl,
			ref: input.event.ref,
			commit: input.event.commit,
		},
		signal,
	);
	return judge(outside, repository, { ...input.event, commit }, input.id, signal);
}

async function judge(
	outside: Outside,
	repository: RepositoryRow,
	event: GitEvent,
	eventId: string,
	signal: AbortSignal,
): Promise<DecideOutput> {
	const resolved = await resolvePipeline(outside.git, { repositoryId: repository.id, commit: event.commit }, signal);
	const facts = (): PlanFacts => ({
		id: outside.newId(),
		repository,
		webhookEventId: eventId,
		event,
		configSource: resolved.source,
		limits: outside.limits,
		folders: outside.folders,
	});
	if (!resolved.usable) {
		const plan = planRefusal(facts(), "pipeline", resolved.reason);
		return { result: resolved.reason, verdicts: [], builds: [{ plan, environment: {} }] };
	}
	const builds: NewBuild[] = [];
	const verdicts = resolved.pipeline.workflows.map((workflow): WorkflowVerdict => {
		const { starts, reason } = matchTrigger(event, workflow);
		if (!starts) return { workflow: workflow.id, starts, reason, buildId: null };
		const plan = planBuild(facts(), workflow);
		builds.push({ plan, environment: environmentOf(plan, outside.machine) });
		return { workflow: workflow.id, starts, reason, buildId: plan.id };
	});
	return { result: inASentence(builds, verdicts), verdicts, builds };
}

function repositoryOf({ db }: Outside, { provider, repositoryId, repository }: DecideInput) {
	if (repositoryId !== null) return repositoryById(db, repositoryId);
	return repositoryByName(db, provider, repository.owner, repository.name);
}

function nothing(result: string): DecideOutput {
	return { result, verdicts: [], builds: [] };
}

function inASentence(builds: readonly NewBuild[], verdicts: readonly WorkflowVerdict[]): string {
	if (builds.length > 0) return `Started ${builds.map(({ plan }) => plan.workflow).join(", ")}.`;
	if (verdicts.length === 0) return "The pipeline has no workflow.";
	return `No workflow wanted it: ${verdicts.map(({ workflow, reason }) => `${workflow}: ${reason}`).join("; ")}`;
}
