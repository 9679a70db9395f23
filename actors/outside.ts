import type { Db } from "#db/open.ts";
import type { Limits } from "./build/build-plan.ts";
import type { Doors } from "./doors.ts";
import type { SecretNames, Secrets } from "./secret/secrets.ts";
import type { Vault } from "./vault/vault.ts";

/** Everything of the outside that effects and requests use. */
export interface Outside extends Doors {
	readonly db: Db;
	/** A new ULID, ordered after every earlier one. */
	readonly newId: () => string;
	/** Milliseconds since 1970, never backwards. */
	readonly now: () => number;
	/** Absent without an encryption key: then nothing that would store a secret is accepted. */
	readonly vault: Vault | undefined;
	/** Values of secrets by their names. @throws Refusal when one cannot be opened */
	readonly secrets: (names: SecretNames) => Secrets;
	/** Where this server is reached, without a slash at the end. */
	readonly baseUrl: () => string;
	/** Which pipeline holds where one is stored and the repository has a file too. */
	readonly configPrecedence: "database" | "repository";
	readonly limits: Limits;
	/** Builds of one repository that may run at once; 0 for as many as there are slots. */
	readonly maxBuildsPerRepository: number;
	/** Variables of this machine that every step sees. */
	readonly machine: Readonly<Record<string, string>>;
	readonly retention: Retention;
	/** With less than this free, no build begins. */
	readonly minFreeDiskBytes: number;
	/** Clone from this machine's own folders; off unless asked for. */
	readonly allowLocalRepositories: boolean;
	/** Secret of GitHub deliveries for repositories without one of their own. */
	readonly githubWebhookSecret: string | undefined;
}

export interface Retention {
	/** Also for secrets that were replaced or removed: as long as they may lie in a workspace, logs hide them. */
	readonly workspacesMs: number;
	readonly logsMs: number;
	readonly artifactsMs: number;
	/** Of so many newest builds of a repository the artifacts are kept. */
	readonly artifactBuilds: number;
	/** So many bytes of artifacts a repository may have; the newest are kept. */
	readonly artifactBytes: number;
	readonly payloadsMs: number;
	readonly journalMs: number;
	/** Snapshots of actors that have ended. */
	readonly finishedActorsMs: number;
}
