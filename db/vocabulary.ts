/**
 * The closed lists of words that every room shares: tables, API, CLI and screen use these and no others.
 * They are API: a word once shipped is never renamed. This file imports nothing.
 */

export const providers = ["github", "gitlab", "git"] as const;
export type Provider = (typeof providers)[number];

/** A repository as its owner sees it; `pending_setup` until the first verified delivery, `error` while deliveries fail verification. */
export const repositoryStates = ["active", "inactive", "error", "pending_setup"] as const;
export type RepositoryState = (typeof repositoryStates)[number];

export const buildStatuses = ["pending", "running", "success", "failure", "cancelled"] as const;
export type BuildStatus = (typeof buildStatuses)[number];

export const stepStatuses = ["pending", "running", "success", "failure", "skipped", "cancelled"] as const;
export type StepStatus = (typeof stepStatuses)[number];

export const triggers = ["push", "pull_request", "merge_request", "tag", "manual"] as const;
export type Trigger = (typeof triggers)[number];

/** Where a build's pipeline came from. */
export const configSources = ["database", "repository", "default"] as const;
export type ConfigSource = (typeof configSources)[number];

/** Languages of a pipeline. */
export const configFormats = ["yaml", "huml"] as const;
export type ConfigFormat = (typeof configFormats)[number];

export const streams = ["stdout", "stderr"] as const;
export type Stream = (typeof streams)[number];

/** What became of a delivery. `received` and `deciding` are on their way; the rest are final. */
export const deliveryStatuses = ["received", "deciding", "acted", "ignored", "failed"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Lower is sooner. Manual builds first, then reviews, then the default branch, then the rest; oldest first inside one. */
export const priorities = { manual: 1, review: 2, defaultBranch: 3, branch: 4 } as const;
export type Priority = (typeof priorities)[keyof typeof priorities];

export const artifactKinds = ["IPA", "APK", "AAB", "APP", "DSYM", "ZIP", "OTHER"] as const;
export type ArtifactKind = (typeof artifactKinds)[number];

/** `active` rows are alive and restored at start; `crashed` ones wait for a person. */
export const actorStatuses = ["active", "done", "stopped", "crashed"] as const;
export type ActorStatus = (typeof actorStatuses)[number];

export const healthStatuses = ["ok", "degraded", "starting", "stopping"] as const;
export type HealthStatus = (typeof healthStatuses)[number];
