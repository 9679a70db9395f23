import { and, asc, desc, eq, gt, gte, like, lt, lte, type SQL, sql } from "drizzle-orm";
import type { Db } from "../open.ts";
import { artifacts } from "../schema/artifacts.ts";
import { buildSteps, builds } from "../schema/builds.ts";
import type { BuildStatus, Trigger } from "../vocabulary.ts";

export type BuildRow = typeof builds.$inferSelect;
export type StepRow = typeof buildSteps.$inferSelect;
export type ArtifactRow = typeof artifacts.$inferSelect;

export interface BuildFilter {
	readonly repository?: string | undefined;
	readonly status?: BuildStatus | undefined;
	readonly branch?: string | undefined;
	readonly trigger?: Trigger | undefined;
	/** Hex prefix of the commit. */
	readonly commit?: string | undefined;
	/** Prefix of the build's id. */
	readonly id?: string | undefined;
	/** Created at or after, in ms. */
	readonly from?: number | undefined;
	/** Created at or before, in ms. */
	readonly to?: number | undefined;
	/** Id of the last of the page before. */
	readonly cursor?: string | undefined;
	readonly order: "newest" | "oldest" | "longest";
	/** Rows to leave out first; only where the order has no cursor. */
	readonly offset?: number | undefined;
	readonly limit: number;
}

export function buildsPage({ query }: Db, filter: BuildFilter): BuildRow[] {
	const duration = sql`coalesce(${builds.finishedAt} - ${builds.startedAt}, 0)`;
	const orders = { newest: desc(builds.id), oldest: asc(builds.id), longest: desc(duration) };
	return query
		.select()
		.from(builds)
		.where(and(...conditionsOf(filter)))
		.orderBy(orders[filter.order])
		.limit(filter.limit)
		.offset(filter.offset ?? 0)
		.all();
}

function conditionsOf(filter: BuildFilter): (SQL | undefined)[] {
	const when = <T>(value: T | undefined, condition: (value: T) => SQL) =>
		value === undefined ? undefined : condition(value);
	return [
		when(filter.repository, (id) => eq(builds.repositoryId, id)),
		when(filter.status, (status) => eq(builds.status, status)),
		when(filter.branch, (branch) => eq(builds.branch, branch)),
		when(filter.trigger, (trigger) => eq(builds.triggerType, trigger)),
		// Hex digits only, as the contract demands: nothing of LIKE's own can be in it.
		when(filter.commit, (prefix) => like(builds.commitSha, `${prefix}%`)),
		when(filter.id, (prefix) => like(builds.id, `${prefix}%`)),
		when(filter.from, (at) => gte(builds.createdAt, at)),
		when(filter.to, (at) => lte(builds.createdAt, at)),
		when(filter.cursor, (id) => (filter.order === "oldest" ? gt(builds.id, id) : lt(builds.id, id))),
	];
}

export function buildById({ query }: Db, id: string): BuildRow | undefined {
	return query.select().from(builds).where(eq(builds.id, id)).get();
}

export function stepsOf({ query }: Db, buildId: string): StepRow[] {
	return query.select().from(buildSteps).where(eq(buildSteps.buildId, buildId)).orderBy(buildSteps.stepIndex).all();
}

export function stepOf({ query }: Db, buildId: string, stepIndex: number): StepRow | undefined {
	return query
		.select()
		.from(buildSteps)
		.where(and(eq(buildSteps.buildId, buildId), eq(buildSteps.stepIndex, stepIndex)))
		.get();
}

export function artifactsOf({ query }: Db, buildId: string): ArtifactRow[] {
	return query.select().from(artifacts).where(eq(artifacts.buildId, buildId)).orderBy(artifacts.relativePath).all();
}

export function artifactOf({ query }: Db, buildId: string, id: string): ArtifactRow | undefined {
	return query
		.select()
		.from(artifacts)
		.where(and(eq(artifacts.buildId, buildId), eq(artifacts.id, id)))
		.get();
}

/** True for a build that nobody knows, too. */
export function isBuildOver(db: Db, id: string): boolean {
	const status = buildById(db, id)?.status;
	return status !== "pending" && status !== "running";
}

export function repositoryOfBuild(db: Db, id: string): string | undefined {
	return buildById(db, id)?.repositoryId;
}

/** Ids of the builds that hold a slot. */
export function runningBuilds(db: Db): string[] {
	return db.statement("select id from builds where status = 'running' order by id").pluck().all() as string[];
}

/** @throws when the build is not there */
export function buildNumbers(db: Db, id: string): { number: number; workflowNumber: number } {
	const found = db.statement('select number, workflow_number as "workflowNumber" from builds where id = ?').get(id);
	if (!found) throw new Error(`There is no build ${id}.`);
	return found as { number: number; workflowNumber: number };
}

/** Builds that an event before this one's started for the same workflow and branch or review, and that are not over. */
export function previousBuilds(
	db: Db,
	build: { id: string; repositoryId: string; workflow: string; ref: string },
): string[] {
	return db
		.statement(
			`select id from builds where status in ('pending', 'running') and id < @id and repository_id = @repositoryId
			and workflow_name = @workflow and ref = @ref and trigger_type <> 'manual' order by id`,
		)
		.pluck()
		.all(build) as string[];
}

/** Commit of a workflow's last successful build (before an id): of the same ref, else of any. */
export function lastSuccess(
	db: Db,
	workflow: { repositoryId: string; workflow: string; ref: string; before: string | null },
): string | undefined {
	return db
		.statement(
			`select commit_sha from builds where repository_id = @repositoryId and workflow_name = @workflow
			and status = 'success' and (@before is null or id < @before) order by ref = @ref desc, id desc limit 1`,
		)
		.pluck()
		.get(workflow) as string | undefined;
}

/** How the newest build ended of those that did, of one branch (a review is not its branch), and of one workflow if it is named. */
export function newestEnded(
	db: Db,
	{ repositoryId, branch, workflow }: { repositoryId: string; branch: string; workflow?: string | undefined },
): "success" | "failure" | "cancelled" | undefined {
	return db
		.statement(
			`select status from builds where repository_id = ? and branch = ? and review_number is null and (? is null or workflow_name = ?)
			and status in ('success', 'failure', 'cancelled') order by id desc limit 1`,
		)
		.pluck()
		.get(repositoryId, branch, workflow ?? null, workflow ?? null) as "success" | "failure" | "cancelled" | undefined;
}

/** The last green build of a workflow before one of its builds: of the same ref, else of any. */
export function greenBefore(db: Db, { id, repositoryId, workflowName, ref }: BuildRow): BuildRow | undefined {
	const last = (ofRef: string) =>
		db
			.statement(
				`select id from builds where repository_id = @repositoryId and id < @id and workflow_name = @workflowName
				and status = 'success' ${ofRef} order by id desc limit 1`,
			)
			.pluck()
			.get({ id, repositoryId, workflowName, ref }) as string | undefined;
	const found = last("and ref = @ref") ?? last("");
	return found === undefined ? undefined : buildById(db, found);
}
