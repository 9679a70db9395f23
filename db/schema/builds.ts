import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { BuildStatus, ConfigSource, Priority, StepStatus, Trigger } from "../vocabulary.ts";

export const builds = sqliteTable(
	"builds",
	{
		id: text().primaryKey(),
		repositoryId: text("repository_id").notNull(),
		webhookEventId: text("webhook_event_id"),
		commitSha: text("commit_sha").notNull(),
		ref: text().notNull(),
		branch: text(),
		tag: text(),
		targetBranch: text("target_branch"),
		reviewNumber: integer("review_number"),
		message: text(),
		author: text(),
		triggerType: text("trigger_type").$type<Trigger>().notNull(),
		priority: integer().$type<Priority>().notNull(),
		status: text().$type<BuildStatus>().notNull(),
		workflowName: text("workflow_name").notNull(),
		configSource: text("config_source").$type<ConfigSource>().notNull(),
		errorMessage: text("error_message"),
		/** The how manieth of its repository; a trigger of the database counts, in the insert itself. */
		number: integer(),
		/** The how manieth of its workflow in its repository. */
		workflowNumber: integer("workflow_number"),
		/** JSON: values that were chosen for the workflow's inputs. */
		inputs: text(),
		/** False for one of a fork's commit: it gets no secrets. */
		trusted: integer({ mode: "boolean" }).notNull().default(true),
		/** JSON list of words. */
		labels: text(),
		/** The build that this one goes on from, and at which step. */
		rerunOf: text("rerun_of"),
		rerunFrom: integer("rerun_from"),
		/** JSON: counts of its tests and those that failed; null without a report. */
		tests: text(),
		createdAt: integer("created_at").notNull(),
		startedAt: integer("started_at"),
		finishedAt: integer("finished_at"),
	},
	(t) => [
		index("builds_by_number").on(t.repositoryId, t.number),
		index("builds_by_workflow_number").on(t.repositoryId, t.workflowName, t.workflowNumber),
		index("builds_by_repository").on(t.repositoryId, t.id),
		index("builds_by_status").on(t.status, t.id),
		index("builds_by_event").on(t.webhookEventId).where(sql`webhook_event_id is not null`),
		// The waiting list: who gets the next slot is read from here, never held in memory.
		index("builds_waiting").on(t.priority, t.id).where(sql`status = 'pending'`),
	],
);

export const buildSteps = sqliteTable(
	"build_steps",
	{
		id: text().primaryKey(),
		buildId: text("build_id").notNull(),
		/** -1 is the checkout; those after the last script are the server's own. */
		stepIndex: integer("step_index").notNull(),
		name: text().notNull(),
		script: text(),
		timeoutSecs: integer("timeout_secs"),
		ignoreFailure: integer("ignore_failure", { mode: "boolean" }).notNull(),
		status: text().$type<StepStatus>().notNull(),
		exitCode: integer("exit_code"),
		errorMessage: text("error_message"),
		startedAt: integer("started_at"),
		finishedAt: integer("finished_at"),
		createdAt: integer("created_at").notNull(),
	},
	(t) => [uniqueIndex("build_steps_by_build").on(t.buildId, t.stepIndex)],
);
