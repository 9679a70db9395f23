import type { Trigger } from "#db/vocabulary.ts";

/** A pipeline document as understood: every default filled in, every shorthand spelt out. */
export interface Pipeline {
	readonly workflows: readonly Workflow[];
}

/** One named entry of a pipeline; one matching workflow makes one build. */
export interface Workflow {
	/** The key in the document. */
	readonly id: string;
	/** What people see; the key where the document gives no name. */
	readonly name: string;
	/** Limit for the whole build; absent means the server's own. */
	readonly maxBuildDurationMs?: number;
	readonly environment: Readonly<Record<string, string>>;
	readonly triggering: Triggering;
	readonly scripts: readonly Script[];
	/** Globs, relative to the workspace. */
	readonly artifacts: readonly string[];
}

export interface Script {
	readonly name: string;
	readonly script: string;
	/** Limit for this step; absent means the server's own. */
	readonly timeoutMs?: number;
	readonly ignoreFailure: boolean;
	/** Relative to the workspace, never above it. */
	readonly workingDirectory?: string;
	/** Run the step again when a restart finds its process gone, instead of failing it as interrupted. */
	readonly retryOnInterrupt: boolean;
}

export interface Triggering {
	/** Which events start the workflow by themselves; empty means by hand only. */
	readonly events: readonly TriggerEvent[];
	/** In the order of the document: the last that matches wins. None means every branch. */
	readonly branchPatterns: readonly BranchPattern[];
	/** In the order of the document: the last that matches wins. None means every tag. */
	readonly tagPatterns: readonly TagPattern[];
}

export type TriggerEvent = Exclude<Trigger, "manual" | "merge_request">;

export interface BranchPattern {
	readonly pattern: string;
	readonly include: boolean;
	/** Of a review, match its source branch; `false` matches the branch it wants to be merged into. */
	readonly source: boolean;
}

export interface TagPattern {
	readonly pattern: string;
	readonly include: boolean;
}

/** Where in the document something is wrong; line and column count from 1. */
export interface Problem {
	readonly message: string;
	readonly line: number;
	readonly column: number;
	/** Dotted, as `workflows.ios.scripts[2].timeout`. */
	readonly path: string;
}

/** A document read: usable when `errors` is empty. */
export interface Reading {
	readonly pipeline: Pipeline;
	readonly errors: readonly Problem[];
	readonly warnings: readonly Problem[];
}
