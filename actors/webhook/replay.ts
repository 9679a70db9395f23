import { storedPipeline } from "#db/queries/pipelines.ts";
import { type RepositoryRow, repositoryById, repositoryByName } from "#db/queries/repositories.ts";
import { buildsOfEvent, type WebhookEventRow, webhookEventById, webhookPayload } from "#db/queries/webhooks.ts";
import type { ConfigFormat } from "#db/vocabulary.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";
import { type Resolved, readable, resolvePipeline } from "../pipeline/resolve-pipeline.ts";
import { Refusal } from "../refusals.ts";
import type { Delivery, GitEvent } from "./git-event.ts";
import { judgeEvent } from "./judge-event.ts";
import { readPayload } from "./read-payload.ts";
import type { DecideOutput } from "./webhook.machine.ts";

/** A pipeline to judge by, in place of the one that holds. */
export interface EditedPipeline {
	readonly content: string;
	readonly format: ConfigFormat;
}

/**
 * Judge a stored delivery again, by the pipeline that holds now or by an edited one. Nothing is started and nothing is
 * written: triggering is a pure decision over the mirror.
 * @throws Refusal when the delivery or its payload is not there any more
 */
export async function replayEvent(
	outside: Outside,
	eventId: string,
	edited: EditedPipeline | undefined,
	signal: AbortSignal,
): Promise<DecideOutput> {
	const row = webhookEventById(outside.db, eventId);
	if (!row) throw new Refusal("event_not_found", { event: eventId });
	const payload = payloadOf(outside, eventId);
	const delivery = readPayload(row.provider, row.eventType, payload);
	if (delivery.kind === "ignored") return nothing(delivery.reason);
	const repository = repositoryOf(outside, row, delivery);
	if (!repository)
		return nothing(`No repository ${delivery.repository.owner}/${delivery.repository.name} is known here.`);
	const event = await present(outside, repository, delivery.event, signal);
	const resolved = await judging(outside, repository.id, event.commit, edited, signal);
	return judgeEvent(outside, { repository, event, eventId, payload, resolved, before: eventId }, signal);
}

/** What might be pushed: a branch, a tag, or a review of one branch that wants to be merged into another. */
export type Supposed =
	| { readonly branch: string }
	| { readonly tag: string }
	| { readonly pull_request: { readonly from: string; readonly into?: string | undefined } };

/**
 * Judge a delivery that never came: what a push of the branch or tag as it is now, or a review of it, would start.
 * Nothing is started and nothing is written.
 * @throws Refusal when there is no such branch or tag
 */
export async function judgeSupposed(
	outside: Outside,
	repositoryId: string,
	supposed: Supposed,
	edited: EditedPipeline | undefined,
	signal: AbortSignal,
): Promise<DecideOutput> {
	const repository = repositoryById(outside.db, repositoryId);
	if (!repository) throw new Refusal("repository_not_found", { repository: repositoryId });
	const told = eventOf(repository, supposed);
	const { commit } = await outside.git.fetch({ repositoryId, cloneUrl: repository.cloneUrl, ref: told.ref }, signal);
	const event = { ...told, commit };
	const resolved = await judging(outside, repositoryId, commit, edited, signal);
	return judgeEvent(outside, { repository, event, eventId: null, payload: {}, resolved }, signal);
}

function eventOf({ provider, defaultBranch }: RepositoryRow, supposed: Supposed): Omit<GitEvent, "commit"> {
	if ("tag" in supposed)
		return { trigger: "tag", tag: supposed.tag, ref: `refs/tags/${supposed.tag}`, fromFork: false };
	const branch = "branch" in supposed ? supposed.branch : supposed.pull_request.from;
	const pushed = { branch, ref: `refs/heads/${branch}`, fromFork: false };
	if ("branch" in supposed) return { trigger: "push", ...pushed };
	const trigger = provider === "gitlab" ? "merge_request" : "pull_request";
	return { trigger, ...pushed, targetBranch: supposed.pull_request.into ?? defaultBranch };
}

/** The pipeline that judges: the edited one, else the one that holds at the commit. */
async function judging(
	outside: Outside,
	repositoryId: string,
	commit: string,
	edited: EditedPipeline | undefined,
	signal: AbortSignal,
): Promise<Resolved> {
	const stored = storedPipeline(outside.db, repositoryId);
	const where = { repositoryId, commit, stored, precedence: outside.configPrecedence };
	const holding = await resolvePipeline(outside.git, where, signal);
	if (!edited) return holding;
	const own = readable(edited.content, `pipeline.${edited.format}`);
	if (!own.usable) throw new Refusal("pipeline_invalid", { file: "the edited pipeline", problems: own.reason });
	return { ...own, source: "database", message: holding.message };
}

/**
 * The same, and the builds are started.
 * @throws Refusal where the repository is paused, too
 */
export async function replayForReal(
	kernel: Kernel,
	outside: Outside,
	eventId: string,
	edited: EditedPipeline | undefined,
	signal: AbortSignal,
): Promise<DecideOutput> {
	const decision = await replayEvent(outside, eventId, edited, signal);
	const [first] = decision.builds;
	const repository = first && repositoryById(outside.db, first.plan.repositoryId);
	if (repository?.state === "inactive") throw new Refusal("repository_paused", { repository: repository.name });
	await kernel.turn((turn) => {
		for (const { plan, environment } of decision.builds)
			turn.start("builds", plan.id, { plan, environment, at: turn.at });
	});
	return decision;
}

/** What one delivery did start, beside what it would have started. */
export interface Comparison {
	readonly event: WebhookEventRow;
	readonly did: readonly string[];
	readonly would: DecideOutput | { readonly unknown: string };
}

/** An edited pipeline over deliveries that came before: which builds each would have started. */
export async function tryPipeline(
	outside: Outside,
	events: readonly WebhookEventRow[],
	edited: EditedPipeline,
	signal: AbortSignal,
): Promise<readonly Comparison[]> {
	const compared: Comparison[] = [];
	for (const event of events) {
		const did = buildsOfEvent(outside.db, event.id);
		const would = await replayEvent(outside, event.id, edited, signal).catch((error: unknown) => {
			if (error instanceof Refusal) return { unknown: error.message };
			throw error;
		});
		compared.push({ event, did, would });
	}
	return compared;
}

/** The event with its commit in the mirror: fetched only if it is not there yet, so that a deleted branch can be judged too. */
async function present(
	outside: Outside,
	repository: RepositoryRow,
	event: GitEvent,
	signal: AbortSignal,
): Promise<GitEvent> {
	const { id: repositoryId, cloneUrl } = repository;
	const there = await outside.git.look({ repositoryId, commit: event.commit, paths: [] }, signal);
	if (there) return event;
	const { commit } = await outside.git.fetch({ repositoryId, cloneUrl, ref: event.ref, commit: event.commit }, signal);
	return { ...event, commit };
}

function payloadOf({ db }: Outside, id: string): Record<string, unknown> {
	const body = webhookPayload(db, id);
	if (body === undefined) throw new Refusal("payload_removed", { event: id });
	return JSON.parse(body.toString("utf8")) as Record<string, unknown>;
}

function repositoryOf({ db }: Outside, row: WebhookEventRow, { repository }: Delivery & { kind: "event" }) {
	if (row.repositoryId !== null) return repositoryById(db, row.repositoryId);
	return repositoryByName(db, row.provider, repository.owner, repository.name);
}

function nothing(result: string): DecideOutput {
	return { result, verdicts: [], builds: [] };
}
