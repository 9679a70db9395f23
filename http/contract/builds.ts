import { z } from "zod";
import { buildStatuses, configSources, stepStatuses, triggers } from "#db/vocabulary.ts";
import { id, pageQuery, time } from "./page.ts";

const testSummary = z.object({
	reports: z.number().int(),
	total: z.number().int(),
	passed: z.number().int(),
	failed: z.number().int(),
	skipped: z.number().int(),
	duration_ms: z.number(),
	/** At most 500. */
	failures: z.array(
		z.object({
			suite: z.string(),
			name: z.string(),
			message: z.string(),
			file: z.string().nullable(),
			line: z.number().int().nullable(),
		}),
	),
});

const inputValue = z.union([z.string().max(100_000), z.number(), z.boolean()]);

export const build = z.object({
	id,
	/** The how manieth of its repository. */
	number: z.number().int(),
	/** The how manieth of its workflow: BUILD_NUMBER. */
	workflow_number: z.number().int(),
	repository_id: id,
	webhook_event_id: id.nullable(),
	commit_sha: z.string(),
	ref: z.string(),
	branch: z.string().nullable(),
	tag: z.string().nullable(),
	target_branch: z.string().nullable(),
	review_number: z.number().int().nullable(),
	message: z.string().nullable(),
	author: z.string().nullable(),
	trigger_type: z.enum(triggers),
	status: z.enum(buildStatuses),
	workflow_name: z.string(),
	inputs: z.record(z.string(), inputValue),
	labels: z.array(z.string()),
	config_source: z.enum(configSources),
	error_message: z.string().nullable(),
	/** Counts of its tests, and those that failed; null without a report. */
	tests: testSummary.nullable(),
	/** False for one of a fork's commit: it gets no secrets. */
	trusted: z.boolean(),
	/** Why a pending build does not run yet. */
	waiting_reason: z.string().nullable(),
	/** `true`, or why not. */
	can: z.object({ cancel: z.union([z.literal(true), z.string()]), rerun: z.union([z.literal(true), z.string()]) }),
	/** The build that this one goes on from, and at which step. */
	rerun_of: id.nullable(),
	rerun_from_step: z.number().int().nullable(),
	created_at: time,
	started_at: time.nullable(),
	finished_at: time.nullable(),
});
export type Build = z.infer<typeof build>;

/** Without a step, from the first that failed. */
export const rerunOrder = z.strictObject({ from_step: z.number().int().min(0).optional() });
export type RerunOrder = z.infer<typeof rerunOrder>;

export const workspaceQuery = z.object({
	/** With the secrets that its steps had, too. */
	secrets: z.stringbool().default(false),
});

/** A workspace that is still there, and what its steps saw. */
export const workspace = z.object({ path: z.string(), environment: z.record(z.string(), z.string()) });
export type Workspace = z.infer<typeof workspace>;

const commit = z.string().regex(/^[0-9a-fA-F]{1,64}$/, "A commit is given by its hex digits.");

export const buildQuery = pageQuery.extend({
	repository: id.optional(),
	/** The same as `repository`. */
	repo: id.optional(),
	status: z.enum(buildStatuses).optional(),
	branch: z.string().max(255).optional(),
	trigger_type: z.enum(triggers).optional(),
	/** Beginning of the commit id. */
	commit: commit.optional(),
	/** Beginning of the build's id. */
	id: z
		.string()
		.regex(/^[0-9A-HJKMNP-TV-Z]{1,26}$/)
		.optional(),
	from: z.iso.datetime({ offset: true }).optional(),
	to: z.iso.datetime({ offset: true }).optional(),
	sort: z.enum(["date", "-date", "duration"]).default("-date"),
});
export type BuildQuery = z.input<typeof buildQuery>;

export const triggerOrder = z.strictObject({
	branch: z.string().min(1).max(255).optional(),
	commit_sha: z
		.string()
		.regex(/^[0-9a-fA-F]{7,64}$/, "A commit is given by at least 7 of its hex digits.")
		.transform((sha) => sha.toLowerCase())
		.optional(),
	workflow_name: z.string().min(1).max(255).optional(),
	/** Values for the workflow's inputs; the others have their defaults. */
	inputs: z.record(z.string().max(255), inputValue).optional(),
});
export type TriggerOrder = z.input<typeof triggerOrder>;

export const step = z.object({
	id: z.string(),
	build_id: id,
	/** Negative before the scripts (checkout), past the last after them. */
	step_index: z.number().int(),
	name: z.string(),
	script: z.string().nullable(),
	timeout_secs: z.number().int().nullable(),
	ignore_failure: z.boolean(),
	/** The server's own, not the pipeline's. */
	system: z.boolean(),
	status: z.enum(stepStatuses),
	exit_code: z.number().int().nullable(),
	error_message: z.string().nullable(),
	started_at: time.nullable(),
	finished_at: time.nullable(),
	created_at: time,
});
export type Step = z.infer<typeof step>;

/** The last green build of the same workflow before this one, to compare with; null where there is none. */
export const greenBefore = z.object({ build: build.nullable(), steps: z.array(step) });
export type GreenBefore = z.infer<typeof greenBefore>;
