import type { BuildPlan, Limits } from "#actors/build/build-plan.ts";
import { placesOf } from "#actors/build/places.ts";
import { planBuild } from "#actors/build/plan-build.ts";
import { defaultPipeline } from "#actors/pipeline/default-pipeline.ts";

/** A push to the default branch of a repository without a pipeline. */
export function plannedBuild(id: string, limits: Limits, folders: Parameters<typeof placesOf>[0]): BuildPlan {
	const [workflow] = defaultPipeline(false).workflows;
	if (!workflow) throw new Error("The default pipeline has no workflow.");
	return planBuild(
		{
			id,
			repository: { id: "r", defaultBranch: "main", slug: "o/r" },
			baseUrl: "http://localhost",
			inputs: {},
			webhookEventId: null,
			event: { trigger: "push", commit: "c".repeat(40), ref: "refs/heads/main", branch: "main", fromFork: false },
			configSource: "default",
			limits,
			places: placesOf(folders, id),
		},
		workflow,
	);
}
