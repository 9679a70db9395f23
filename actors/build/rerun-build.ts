import { existsSync } from "node:fs";
import { actorAt, contextOf } from "#db/queries/actors.ts";
import { type BuildRow, buildById, stepsOf } from "#db/queries/builds.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import { priorities } from "#db/vocabulary.ts";
import type { Kernel } from "#runtime/index.ts";
import type { Outside } from "../outside.ts";
import { Refusal } from "../refusals.ts";
import type { BuildPlan } from "./build-plan.ts";
import { environmentOf } from "./environment.ts";
import { placesOf } from "./places.ts";

/**
 * Go on with a build that failed: a new one at the same commit, with the same inputs and variables, in a copy of its
 * workspace, from a step on. Answers the new build's id.
 * @param from index of a script; the first that failed when absent
 * @throws Refusal with the reason why not
 */
export async function rerunBuild(
	kernel: Kernel,
	outside: Outside,
	buildId: string,
	from: number | undefined,
): Promise<string> {
	const build = buildById(outside.db, buildId);
	if (!build) throw new Refusal("build_not_found", { build: buildId });
	const repository = repositoryById(outside.db, build.repositoryId);
	if (repository?.state === "inactive") throw new Refusal("repository_paused", { repository: repository.name });
	const possible = canRerun(outside, build);
	const plan = planOf(outside, buildId);
	if (possible !== true || !plan) throw new Refusal("rerun_impossible", { build: buildId, reason: String(possible) });
	const first = from ?? firstFailed(outside, buildId);
	if (first === undefined || first < 0 || first >= plan.scripts.length)
		throw new Refusal("rerun_impossible", {
			build: buildId,
			reason: from === undefined ? "None of its steps failed: say from which step." : `It has no step ${from}.`,
		});
	const again = planAgain(plan, { id: outside.newId(), from: first, folders: outside.folders });
	await kernel.turn((turn) =>
		turn.start("builds", again.id, { plan: again, environment: environmentOf(again, outside.machine), at: turn.at }),
	);
	return again.id;
}

/** True, or why not: what a button or command says. */
export function canRerun(outside: Outside, build: Pick<BuildRow, "id" | "status">): true | string {
	if (build.status === "pending" || build.status === "running") return "The build is not over yet.";
	const plan = planOf(outside, build.id);
	if (!plan) return "What the build was made of is not kept any more.";
	if (plan.refusal !== null) return "The build never ran.";
	return existsSync(plan.workspace) || "Its workspace was removed by retention.";
}

/** The plan of a build, as its actor's snapshot has it; undefined once retention removed that. */
export function planOf({ db }: Pick<Outside, "db">, buildId: string): BuildPlan | undefined {
	const row = actorAt(db, `builds/${buildId}`);
	if (!row) return undefined;
	return (contextOf(row) as { plan?: BuildPlan } | null)?.plan;
}

function firstFailed({ db }: Outside, buildId: string): number | undefined {
	return stepsOf(db, buildId).find(
		({ status, script, ignoreFailure }) => status === "failure" && script !== null && !ignoreFailure,
	)?.stepIndex;
}

function planAgain(
	plan: BuildPlan,
	{ id, from, folders }: { id: string; from: number; folders: Outside["folders"] },
): BuildPlan {
	return {
		...plan,
		id,
		trigger: "manual",
		priority: priorities.manual,
		webhookEventId: null,
		cancelPrevious: false,
		rerun: { of: plan.id, from, workspace: plan.workspace },
		scripts: plan.scripts.map((script, index) =>
			index < from ? { ...script, skip: `It ran in build ${plan.id}.` } : script,
		),
		...placesOf(folders, id),
	};
}
