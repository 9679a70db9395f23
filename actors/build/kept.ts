import type { CollectedArtifact } from "../artifact/collected-artifact.ts";
import type { TestSummary } from "../report/test-report.ts";
import type { BuildPlan } from "./build-plan.ts";

export interface KeepOrder {
	readonly plan: BuildPlan;
	readonly environment: Readonly<Record<string, string>>;
}

export interface CleanUpOrder {
	readonly plan: BuildPlan;
	/** Those that were kept, and stay. */
	readonly artifacts: readonly CollectedArtifact[];
}

export interface Kept {
	readonly artifacts: readonly CollectedArtifact[];
	/** Null without a report of tests. */
	readonly tests: TestSummary | null;
}
