import type { BuildPlan } from "./build-plan.ts";

/** `NAME=value` that every process of a build carries, so that none can outlive it unseen. */
export function cookieOf(buildId: string): string {
	return `OORE_BUILD_ID=${buildId}`;
}

/**
 * The whole environment of a step: what the machine must give any program, what the pipeline asks for, and what Oore
 * tells. Nothing else of the server's reaches a script. Oore's own names cannot be overridden by the pipeline.
 * @param machine the few variables of the server's environment that a script needs (PATH, HOME, LANG, …)
 */
export function environmentOf(plan: BuildPlan, machine: Readonly<Record<string, string>>): Record<string, string> {
	return {
		...machine,
		...plan.environment,
		CI: "true",
		OORE: "true",
		OORE_BUILD_ID: plan.id,
		OORE_COMMIT_SHA: plan.commit,
		OORE_BRANCH: plan.branch ?? "",
		...(plan.tag !== null && { OORE_TAG: plan.tag }),
		OORE_REPOSITORY_ID: plan.repositoryId,
		OORE_TRIGGER_TYPE: plan.trigger,
		OORE_WORKFLOW: plan.workflow,
		OORE_BUILD_DIR: plan.workspace,
	};
}

/** Names taken over from the server: what programs expect of any machine, never a secret. */
export const machineVariables = [
	"PATH",
	"HOME",
	"USER",
	"LOGNAME",
	"SHELL",
	"LANG",
	"LC_ALL",
	"LC_CTYPE",
	"TZ",
	"TMPDIR",
] as const;
