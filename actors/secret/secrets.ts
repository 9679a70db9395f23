/** Which secrets a step may have: only names, so that snapshots and the journal may keep them. */
export interface SecretNames {
	readonly repositoryId: string;
	readonly groups: readonly string[];
}

/** Their values: made when they are needed, and never kept. */
export interface Secrets {
	readonly variables: Readonly<Record<string, string>>;
	/** Every value that no log may show, those that were replaced of late included. */
	readonly hidden: readonly string[];
	/** Groups that have nothing. */
	readonly missing: readonly string[];
}
