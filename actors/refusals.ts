/**
 * The catalogue of refusals: everything that Oore says no to, each as a code and a sentence that tells what to do.
 * A refusal is an answer, not a crash: it ends a build or a request visibly. Anything else that is thrown is a bug
 * and the supervisor's business.
 */
const sentences = {
	commit_not_found: (p: { sha: string; repository: string }) =>
		`Commit ${p.sha} is not in ${p.repository}. Was the branch force-pushed?`,
	ref_not_found: (p: { ref: string; repository: string }) =>
		`There is no ${p.ref} in ${p.repository}. Was the branch or tag deleted?`,
	fetch_failed: (p: { repository: string; reason: string }) =>
		`Could not fetch ${p.repository}: ${p.reason}. Check the clone URL and this machine's access to it.`,
	clone_url_refused: (p: { url: string; reason: string }) => `The clone URL ${p.url} is refused: ${p.reason}.`,
	pipeline_invalid: (p: { file: string; problems: string }) => `${p.file} cannot be used: ${p.problems}`,
	workflow_not_found: (p: { workflow: string; known: string }) =>
		`There is no workflow named ${p.workflow}. The pipeline has: ${p.known}.`,
	inputs_refused: (p: { workflow: string; reason: string }) =>
		`The workflow ${p.workflow} cannot be started so: ${p.reason}`,
	workspace_failed: (p: { reason: string }) => `The workspace could not be prepared: ${p.reason}.`,
	working_directory_missing: (p: { directory: string }) =>
		`The working directory ${p.directory} does not exist in the workspace.`,
	spawn_failed: (p: { reason: string }) => `The step's process could not be started: ${p.reason}.`,
	repository_not_found: (p: { repository: string }) => `There is no repository ${p.repository}.`,
	repository_paused: (p: { repository: string }) =>
		`The repository ${p.repository} is paused: no build of it starts. Let it go on first.`,
	repository_exists: (p: { repository: string }) => `The repository ${p.repository} is here already.`,
	pipeline_not_stored: (p: { repository: string }) =>
		`No pipeline is stored for the repository ${p.repository}: its own file holds.`,
	pipeline_version_not_found: (p: { version: string }) => `There is no version ${p.version} that could be restored.`,
	pipeline_changed: (p: { now: string }) =>
		`The stored pipeline is another one by now: ${p.now}. Look at it, and save again going on from it.`,
	event_not_found: (p: { event: string }) => `There is no webhook event ${p.event}.`,
	payload_removed: (p: { event: string }) =>
		`The payload of the webhook event ${p.event} was removed by retention: it cannot be judged again.`,
	build_not_found: (p: { build: string }) => `There is no build ${p.build}.`,
	rerun_impossible: (p: { build: string; reason: string }) => `Build ${p.build} cannot be gone on with: ${p.reason}`,
	build_over: (p: { build: string; status: string }) => `Build ${p.build} is over: ${p.status}.`,
	no_encryption_key: (p: { what: string }) =>
		`Without an encryption key the server keeps no secrets, so ${p.what} is refused. Set OORE_ENCRYPTION_KEY (64 hex digits, e.g. from "openssl rand -hex 32") and start the server again.`,
	secret_unreadable: (p: { name: string; group: string }) =>
		`The secret ${p.name} of the group ${p.group} cannot be opened with this server's encryption key. Set it again.`,
	secret_not_found: (p: { secret: string }) => `There is no secret ${p.secret}.`,
	disk_low: (p: { path: string; freeMb: number; neededMb: number }) =>
		`Only ${p.freeMb} MB are free in ${p.path}, and a build begins with at least ${p.neededMb} MB (OORE_MIN_FREE_DISK_MB). Free some space and run it again.`,
	disk_full: (p: { path: string }) =>
		`The disk is full: ${p.path} could not be written. Free some space and re-trigger the build.`,
} as const;

export type RefusalCode = keyof typeof sentences;
type Detail<C extends RefusalCode> = Parameters<(typeof sentences)[C]>[0];

/** A visible no, with a stable code, the facts behind it and the sentence for the user. */
export class Refusal<C extends RefusalCode = RefusalCode> extends Error {
	readonly code: C;
	readonly detail: Detail<C>;
	constructor(code: C, detail: Detail<C>, cause?: unknown) {
		super((sentences[code] as (p: Detail<C>) => string)(detail), cause === undefined ? undefined : { cause });
		this.name = "Refusal";
		this.code = code;
		this.detail = detail;
	}
}
