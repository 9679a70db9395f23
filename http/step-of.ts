import type { StepRow } from "#db/queries/builds.ts";
import { isoTime, isoTimeOrNull } from "./as-json.ts";
import type { Step } from "./contract/builds.ts";

/** A step's row as the API has it. */
export function stepOf(row: StepRow): Step {
	return {
		id: row.id,
		build_id: row.buildId,
		step_index: row.stepIndex,
		name: row.name,
		script: row.script,
		timeout_secs: row.timeoutSecs,
		ignore_failure: row.ignoreFailure,
		system: row.script === null,
		status: row.status,
		exit_code: row.exitCode,
		error_message: row.errorMessage,
		started_at: isoTimeOrNull(row.startedAt),
		finished_at: isoTimeOrNull(row.finishedAt),
		created_at: isoTime(row.createdAt),
	};
}
