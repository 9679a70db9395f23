import type { RefusalCode } from "#actors/refusals.ts";

/** The status of every refusal; a code without one does not compile. */
export const errorStatus: Readonly<Record<RefusalCode, number>> = {
	commit_not_found: 400,
	ref_not_found: 400,
	fetch_failed: 502,
	clone_url_refused: 400,
	pipeline_invalid: 400,
	workflow_not_found: 400,
	inputs_refused: 400,
	workspace_failed: 500,
	working_directory_missing: 400,
	spawn_failed: 500,
	disk_low: 507,
	disk_full: 507,
	repository_not_found: 404,
	repository_paused: 409,
	repository_exists: 409,
	pipeline_not_stored: 404,
	pipeline_version_not_found: 404,
	pipeline_changed: 412,
	event_not_found: 404,
	payload_removed: 410,
	build_not_found: 404,
	rerun_impossible: 409,
	build_over: 409,
	no_encryption_key: 409,
	secret_unreadable: 500,
	secret_not_found: 404,
};

/** The member of a request that a refusal is about. */
export const errorField: Readonly<Partial<Record<RefusalCode, string>>> = {
	commit_not_found: "commit_sha",
	ref_not_found: "branch",
	workflow_not_found: "workflow_name",
	clone_url_refused: "clone_url",
	no_encryption_key: "webhook_secret",
};
