import type { Trigger } from "#db/vocabulary.ts";

/** What happened in a repository, whoever told us: the one type that triggers look at. */
export interface GitEvent {
	/** `manual` never comes from a provider. */
	readonly trigger: Trigger;
	/** Full hex commit id that is to be built. */
	readonly commit: string;
	/** Full ref under which the commit can be fetched, e.g. `refs/heads/main`, `refs/pull/7/head`. */
	readonly ref: string;
	/** Short name of the branch pushed, or of a review's source branch; absent for tags. */
	readonly branch?: string;
	/** Only of reviews: the branch that it wants to be merged into. */
	readonly targetBranch?: string;
	/** Only of reviews: its number at the provider. */
	readonly reviewNumber?: number;
	/** Only of tags: the short name. */
	readonly tag?: string;
	/** First line and body, as given; may be hostile text. */
	readonly message?: string;
	/** Login or name of the person who caused it. */
	readonly author?: string;
	/** A review whose commit comes from another repository. */
	readonly fromFork: boolean;
}

/** A delivery as read: something to decide about, or the reason why there is nothing. */
export type Delivery =
	| { readonly kind: "event"; readonly event: GitEvent; readonly repository: RepositoryName }
	| { readonly kind: "ignored"; readonly reason: string; readonly repository?: RepositoryName };

/** How a provider names a repository in a payload. */
export interface RepositoryName {
	readonly owner: string;
	readonly name: string;
	/** The provider's own number for it, where it sends one. */
	readonly providerId?: number;
}
