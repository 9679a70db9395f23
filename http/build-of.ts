import { canCancel } from "#actors/build/cancel-build.ts";
import { canRerun } from "#actors/build/rerun-build.ts";
import { whyWaiting } from "#actors/build/why-waiting.ts";
import type { Ci } from "#actors/ci.ts";
import type { TestSummary } from "#actors/report/test-report.ts";
import type { BuildRow } from "#db/queries/builds.ts";
import { isoTime, isoTimeOrNull, parsed } from "./as-json.ts";
import type { Build } from "./contract/builds.ts";

/** A build's row as the API has it, with what can be done with it now and why not. */
export function buildOf({ kernel, outside }: Ci, row: BuildRow): Build {
	return {
		...buildFields(row),
		waiting_reason: row.status === "pending" ? whyWaiting(kernel, outside, row) : null,
		can: { cancel: canCancel(row.status), rerun: canRerun(outside, row) },
	};
}

/** A build's row as it was at an instant: nothing can be done with it any more. */
export function pastBuildOf(row: BuildRow): Build {
	const past = "This is the past.";
	return { ...buildFields(row), waiting_reason: null, can: { cancel: past, rerun: past } };
}

function buildFields(row: BuildRow): Omit<Build, "waiting_reason" | "can"> {
	return {
		id: row.id,
		number: row.number ?? 0,
		workflow_number: row.workflowNumber ?? 0,
		repository_id: row.repositoryId,
		webhook_event_id: row.webhookEventId,
		commit_sha: row.commitSha,
		ref: row.ref,
		branch: row.branch,
		tag: row.tag,
		target_branch: row.targetBranch,
		review_number: row.reviewNumber,
		message: row.message,
		author: row.author,
		trigger_type: row.triggerType,
		status: row.status,
		workflow_name: row.workflowName,
		inputs: (parsed(row.inputs) ?? {}) as Build["inputs"],
		tests: testsOf(row),
		trusted: row.trusted,
		rerun_of: row.rerunOf,
		rerun_from_step: row.rerunFrom,
		labels: (parsed(row.labels) ?? []) as string[],
		config_source: row.configSource,
		error_message: row.errorMessage,
		created_at: isoTime(row.createdAt),
		started_at: isoTimeOrNull(row.startedAt),
		finished_at: isoTimeOrNull(row.finishedAt),
	};
}

function testsOf({ tests }: BuildRow): Build["tests"] {
	const summary = parsed(tests) as TestSummary | null;
	if (!summary) return null;
	const { durationMs, failures, ...counts } = summary;
	return {
		...counts,
		duration_ms: durationMs,
		failures: failures.map(({ file = null, line = null, ...rest }) => ({ ...rest, file, line })),
	};
}
