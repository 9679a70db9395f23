import type { ConfigSource, Priority, Trigger } from "#db/vocabulary.ts";
import type { InputValue, Script } from "../pipeline/pipeline.ts";
import type { SecretNames } from "../secret/secrets.ts";
import type { Places } from "./places.ts";

/** Everything that a build needs to know, decided before it exists: it never asks again. */
export interface BuildPlan extends Places {
	readonly id: string;
	readonly repositoryId: string;
	readonly webhookEventId: string | null;
	readonly commit: string;
	readonly ref: string;
	readonly branch: string | null;
	readonly tag: string | null;
	readonly targetBranch: string | null;
	readonly reviewNumber: number | null;
	/** First 1,000 characters. */
	readonly message: string | null;
	readonly author: string | null;
	readonly trigger: Trigger;
	readonly priority: Priority;
	readonly workflow: string;
	readonly labels: readonly string[];
	/** `owner/name` at the provider. */
	readonly repositorySlug: string;
	/** Where this server is reached, without a slash at the end. */
	readonly baseUrl: string;
	readonly inputs: Readonly<Record<string, InputValue>>;
	/** Builds of the same workflow and branch that events started before it are ended by it. */
	readonly cancelPrevious: boolean;
	/** The build in a copy of whose workspace this one goes on, and at which step; null for one from the beginning. */
	readonly rerun: { readonly of: string; readonly from: number; readonly workspace: string } | null;
	readonly configSource: ConfigSource;
	/** Set where the pipeline cannot be used: the build exists to show this, and fails without a slot. */
	readonly refusal: string | null;
	readonly environment: Readonly<Record<string, string>>;
	/** Of secrets, by name; a build that is not trusted gets none of them. */
	readonly groups: readonly string[];
	/** Not of a commit that anybody could have pushed: a review from a fork is not. */
	readonly trusted: boolean;
	readonly scripts: readonly PlannedScript[];
	readonly artifacts: readonly string[];
	/** Run after the artifacts were kept. */
	readonly publishing: readonly PlannedScript[];
	readonly limits: Limits;
}

/** The secrets that a build's steps may have. */
export function secretNames({ repositoryId, groups, trusted }: BuildPlan): SecretNames {
	return { repositoryId, groups: trusted ? groups : [] };
}

/** A script of this build, its conditions decided. */
export interface PlannedScript extends Omit<Script, "when"> {
	/** Why it does not run; null when it does. */
	readonly skip: string | null;
}

export interface Limits {
	readonly buildTimeoutMs: number;
	readonly stepTimeoutMs: number;
	/** Between SIGTERM and SIGKILL. */
	readonly graceMs: number;
}
