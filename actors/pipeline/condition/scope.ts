/** What an expression can see. Codemagic documents these three names and no others. */
export interface Scope {
	/** The body of the webhook; empty, and so false, for a build that no webhook started. */
	readonly event: Readonly<Record<string, unknown>>;
	readonly env: Readonly<Record<string, string>>;
	readonly inputs: Readonly<Record<string, string | number | boolean>>;
}

export const rootNames = ["event", "env", "inputs"] as const;
export type RootName = (typeof rootNames)[number];
