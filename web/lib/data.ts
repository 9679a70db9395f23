import { query } from "@solidjs/router";
import type { Actor, ActorCounts, ActorDetail, JournalEntry } from "#http/contract/actors.ts";
import type { Artifact } from "#http/contract/artifacts.ts";
import type { Build, GreenBefore, Step } from "#http/contract/builds.ts";
import type { Health } from "#http/contract/health.ts";
import type { BuildThen } from "#http/contract/instants.ts";
import { paths } from "#http/contract/paths.ts";
import type { OwnPipeline, PipelineVersion, StoredPipeline } from "#http/contract/pipelines.ts";
import type { Branch, Repository, WebhookUrl } from "#http/contract/repositories.ts";
import type { Session } from "#http/contract/session.ts";
import type { RepositoryStats, Stats } from "#http/contract/stats.ts";
import type { WebhookEvent, WebhookEventDetail } from "#http/contract/webhooks.ts";
import { type Answer, get } from "./api.ts";

/*
 * What pages ask for, by name: a page that was rendered on the server finds it there again, and what is live asks for
 * it anew by its key.
 */
type Query = Readonly<Record<string, string | number | undefined>>;
const asking = <A extends readonly unknown[], T>(name: string, path: (...args: A) => string) =>
	query((...args: A): Promise<Answer<T>> => get<T>(path(...args)), name);

export const health = asking<[], Health>("health", paths.health);
export const session = asking<[], Session>("session", paths.session);
export const stats = asking<[], Stats>("stats", paths.stats);
export const repositoryStats = asking<[Query], RepositoryStats[]>("repositoryStats", paths.repositoryStats);
export const repositories = asking<[], Repository[]>("repositories", () => paths.repositories({ limit: 200 }));
export const repository = asking<[string], Repository>("repository", paths.repository);
export const branches = asking<[string], Branch[]>("branches", paths.branches);
export const webhookUrl = asking<[string], WebhookUrl>("webhookUrl", paths.webhookUrl);
export const builds = asking<[Query], Build[]>("builds", paths.builds);
export const build = asking<[string], Build>("build", paths.build);
export const greenBefore = asking<[string], GreenBefore>("greenBefore", paths.greenBefore);
export const buildThen = asking<[string, number], BuildThen>("buildThen", paths.buildThen);
export const steps = asking<[string], Step[]>("steps", paths.steps);
export const artifacts = asking<[string], Artifact[]>("artifacts", paths.artifacts);
export const webhookEvents = asking<[Query], WebhookEvent[]>("webhookEvents", paths.webhookEvents);
export const webhookEvent = asking<[string], WebhookEventDetail>("webhookEvent", paths.webhookEvent);
export const actors = asking<[Query], Actor[]>("actors", paths.actors);
export const actorCounts = asking<[Query], ActorCounts>("actorCounts", paths.actorCounts);
export const actor = asking<[string, Query], ActorDetail>("actor", paths.actor);
export const newestEntries = { limit: 200 };
export const journal = asking<[string, Query], JournalEntry[]>("journal", paths.journal);
export const pipeline = asking<[string], StoredPipeline>("pipeline", paths.pipeline);
export const pipelineFile = asking<[string], OwnPipeline>("pipelineFile", paths.pipelineFile);
export const pipelineHistory = asking<[string, Query], PipelineVersion[]>("pipelineHistory", paths.pipelineHistory);
