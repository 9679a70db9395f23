import { previousBuilds } from "#db/queries/builds.ts";
import type { Outside } from "../outside.ts";
import type { BuildPlan } from "./build-plan.ts";

/** Effect: the builds that a newer one of the same workflow and branch makes needless. */
export function findPrevious({ db }: Pick<Outside, "db">) {
	return async ({ id, repositoryId, workflow, ref }: BuildPlan): Promise<readonly string[]> =>
		previousBuilds(db, { id, repositoryId, workflow, ref });
}
