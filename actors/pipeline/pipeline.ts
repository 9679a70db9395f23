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
	/** Where scripts run unless they say otherwise, relative to the workspace. */
	readonly workingDirectory?: string;
	readonly labels: readonly string[];
	/** What whoever starts it by hand may choose. */
	readonly inputs: readonly Input[];
	readonly environment: Readonly<Record<string, string>>;
	/** Named groups of stored variables that it asks for. */
	readonly groups: readonly string[];
	readonly triggering: Triggering;
	/** What must hold besides for an event to start it. */
	readonly when: When;
	readonly scripts: readonly Script[];
	/** Globs, relative to the workspace; `$NAME` stands for a variable. */
	readonly artifacts: readonly string[];
	/** Run after the artifacts were kept, after failures too. */
	readonly publishing: readonly Script[];
}

/** A value that is chosen when a build is started, and stands in the pipeline as `${{ inputs.id }}`. */
export interface Input {
	readonly id: string;
	readonly type: "string" | "number" | "boolean" | "choice";
	readonly description?: string;
	readonly required: boolean;
	readonly default?: InputValue;
	/** Of a choice. */
	readonly options: readonly string[];
}

export type InputValue = string | number | boolean;

/** Empty: always. */
export interface When {
	readonly changeset?: Changeset;
	/** An expression as Codemagic has them. */
	readonly condition?: string;
}

/** Globs over the files that changed. */
export interface Changeset {
	/** None means every file. */
	readonly includes: readonly string[];
	readonly excludes: readonly string[];
}

export interface Script {
	readonly name: string;
	readonly script: string;
	/** Limit for this step; absent means the server's own. */
	readonly timeoutMs?: number;
	readonly ignoreFailure: boolean;
	/** Relative to the workspace, never above it. */
	readonly workingDirectory?: string;
	readonly when: When;
	/** Globs of the reports that its tests leave, relative to the workspace. */
	readonly testReports: readonly string[];
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
	/** A new build cancels those of the same workflow and branch that were started by events before it. */
	readonly cancelPrevious: boolean;
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
