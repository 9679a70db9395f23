import { lastSuccess } from "#db/queries/builds.ts";
import type { RepositoryRow } from "#db/queries/repositories.ts";
import { environmentOf } from "../build/environment.ts";
import { placesOf } from "../build/places.ts";
import { planRefusal } from "../build/plan-build.ts";
import { asksForChanges, planWorkflow } from "../build/plan-workflow.ts";
import type { Outside } from "../outside.ts";
import type { Changes } from "../pipeline/changeset.ts";
import { matchTrigger } from "../pipeline/match-trigger.ts";
import type { Workflow } from "../pipeline/pipeline.ts";
import type { Resolved } from "../pipeline/resolve-pipeline.ts";
import { skipMark } from "../pipeline/skip-ci.ts";
import type { GitEvent } from "./git-event.ts";
import type { DecideOutput, NewBuild, WorkflowVerdict } from "./webhook.machine.ts";

/** An event whose commit is in the mirror, and the pipeline that is to judge it. */
export interface Judgement {
	readonly repository: RepositoryRow;
	readonly event: GitEvent;
	/** Null of a delivery that is only supposed. */
	readonly eventId: string | null;
	/** The delivery's body, for conditions. */
	readonly payload: Readonly<Record<string, unknown>>;
	readonly resolved: Resolved;
	/** Of successes only those before this id count; the newest when absent. */
	readonly before?: string;
}

/** Effect that changes nothing: which builds an event leads to, and for every workflow why or why not. */
export async function judgeEvent(outside: Outside, judgement: Judgement, signal: AbortSignal): Promise<DecideOutput> {
	const { event, resolved } = judgement;
	const mark = skipMark(event.message) ?? skipMark(resolved.message);
	if (mark !== undefined && event.trigger !== "tag")
		return { result: `The commit message says ${mark}: nothing is built.`, verdicts: [], builds: [] };
	if (!resolved.usable) {
		const plan = planRefusal({ ...factsOf(outside, judgement), inputs: {} }, "pipeline", resolved.reason);
		return { result: resolved.reason, verdicts: [], builds: [{ plan, environment: {} }] };
	}
	const builds: NewBuild[] = [];
	const verdicts: WorkflowVerdict[] = [];
	for (const workflow of resolved.pipeline.workflows) {
		const { build, reason } = await judgeWorkflow(outside, judgement, workflow, signal);
		if (build) builds.push(build);
		verdicts.push({ workflow: workflow.id, starts: build !== undefined, reason, buildId: build?.plan.id ?? null });
	}
	return { result: inASentence(builds, verdicts), verdicts, builds };
}

async function judgeWorkflow(
	outside: Outside,
	judgement: Judgement,
	workflow: Workflow,
	signal: AbortSignal,
): Promise<{ readonly build?: NewBuild; readonly reason: string }> {
	const { event, payload } = judgement;
	const matched = matchTrigger(event, workflow);
	if (!matched.starts) return matched;
	const changes = await changesOf(outside, judgement, workflow, signal);
	const facts = factsOf(outside, judgement);
	const planned = planWorkflow(workflow, { facts, payload, chosen: {}, changes, byHand: false });
	if (!planned.starts) return planned;
	const { plan } = planned;
	const environment = plan.refusal === null ? environmentOf(plan, outside.machine) : {};
	return { build: { plan, environment }, reason: `${matched.reason} ${planned.reason}`.trim() };
}

function factsOf(outside: Outside, { repository, event: told, eventId, resolved }: Judgement) {
	// Plain git tells nothing of the commit but its id.
	const event = { ...told, message: told.message ?? resolved.message };
	const id = outside.newId();
	return {
		id,
		repository: { ...repository, slug: `${repository.owner}/${repository.repoName}` },
		webhookEventId: eventId,
		event,
		configSource: resolved.source,
		limits: outside.limits,
		places: placesOf(outside.folders, id),
		baseUrl: outside.baseUrl(),
	};
}

async function changesOf(
	outside: Outside,
	{ repository, event, before }: Judgement,
	workflow: Workflow,
	signal: AbortSignal,
): Promise<Changes> {
	if (!asksForChanges(workflow)) return { kind: "everything", why: "" };
	const since = lastSuccess(outside.db, {
		repositoryId: repository.id,
		workflow: workflow.id,
		ref: event.ref,
		before: before ?? null,
	});
	if (since === undefined)
		return { kind: "everything", why: "It has not succeeded before: everything counts as changed." };
	const order = { repositoryId: repository.id, from: since, to: event.commit };
	const files = await outside.git.changedFiles(order, signal);
	if (files) return { kind: "files", since, files };
	return {
		kind: "everything",
		why: `The commit of its last success, ${since.slice(0, 8)}, is gone: everything counts as changed.`,
	};
}

function inASentence(builds: readonly NewBuild[], verdicts: readonly WorkflowVerdict[]): string {
	if (builds.length > 0) return `Started ${builds.map(({ plan }) => plan.workflow).join(", ")}.`;
	if (verdicts.length === 0) return "The pipeline has no workflow.";
	return `No workflow wanted it: ${verdicts.map(({ workflow, reason }) => `${workflow}: ${reason}`).join("; ")}`;
}
