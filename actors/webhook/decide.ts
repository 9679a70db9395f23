import pLimit from "p-limit";
import { storedPipeline } from "#db/queries/pipelines.ts";
import { repositoryById, repositoryByName } from "#db/queries/repositories.ts";
import { webhookPayload } from "#db/queries/webhooks.ts";
import type { Outside } from "../outside.ts";
import { resolvePipeline } from "../pipeline/resolve-pipeline.ts";
import { judgeEvent } from "./judge-event.ts";
import type { DecideInput, DecideOutput } from "./webhook.machine.ts";

/** Deliveries decided at a time: each may spawn git, and more than the machine has cores only makes all of them late. */
const atOnce = 4;

/**
 * Effect: what a stored delivery leads to. Fetches its commit into the mirror, reads the pipeline at that commit and
 * judges every workflow. Starts nothing itself: the builds are its output.
 */
export function decide(outside: Outside) {
	const limit = pLimit(atOnce);
	return (input: DecideInput, { signal }: { signal: AbortSignal }): Promise<DecideOutput> =>
		limit(() => decideOne(outside, input, signal));
}

async function decideOne(outside: Outside, input: DecideInput, signal: AbortSignal): Promise<DecideOutput> {
	signal.throwIfAborted();
	const { db, git, configPrecedence: precedence } = outside;
	const repository = repositoryOf(outside, input);
	if (!repository) return nothing(`No repository ${input.repository.owner}/${input.repository.name} is known here.`);
	if (repository.state === "inactive") return nothing(`The repository ${repository.name} is paused.`);
	const { id: repositoryId, cloneUrl } = repository;
	const { ref, commit: wanted } = input.event;
	const { commit } = await git.fetch({ repositoryId, cloneUrl, ref, commit: wanted }, signal);
	const stored = storedPipeline(db, repositoryId);
	const resolved = await resolvePipeline(git, { repositoryId, commit, stored, precedence }, signal);
	const payload = payloadOf(outside, input.id);
	return judgeEvent(
		outside,
		{ repository, event: { ...input.event, commit }, eventId: input.id, payload, resolved },
		signal,
	);
}

/** The delivery's body, parsed; empty once retention removed it. */
function payloadOf({ db }: Outside, id: string): Record<string, unknown> {
	const body = webhookPayload(db, id);
	return body === undefined ? {} : (JSON.parse(body.toString("utf8")) as Record<string, unknown>);
}

function repositoryOf({ db }: Outside, { provider, repositoryId, repository }: DecideInput) {
	if (repositoryId !== null) return repositoryById(db, repositoryId);
	return repositoryByName(db, provider, repository.owner, repository.name);
}

function nothing(result: string): DecideOutput {
	return { result, verdicts: [], builds: [] };
}
