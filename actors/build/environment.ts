import type { CollectedArtifact } from "../artifact/collected-artifact.ts";
import type { BuildPlan } from "./build-plan.ts";

/** `NAME=value` that every process of a build carries, so that none can outlive it unseen. */
export function cookieOf(buildId: string): string {
	return `OORE_BUILD_ID=${buildId}`;
}

/** The file into which steps write variables for the steps after them. */
export function exportedFile({ own }: Pick<BuildPlan, "own">): string {
	return `${own}/env`;
}

/** What steps put here is kept with the artifacts. */
export function exportFolder({ own }: Pick<BuildPlan, "own">): string {
	return `${own}/export`;
}

/**
 * The whole environment of a step: what the machine must give any program, what the pipeline asks for, and what Oore
 * tells, under its own names and under those that scripts written for Codemagic know. Nothing else of the server's
 * reaches a script, and the pipeline cannot override what Oore tells.
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
		...aliased(codemagicNames(plan)),
	};
}

/** Codemagic's built-in variables, as its documentation lists them. */
function codemagicNames(plan: BuildPlan): Record<string, string> {
	const review = plan.reviewNumber !== null;
	return {
		BUILD_ID: plan.id,
		PROJECT_ID: plan.repositoryId,
		COMMIT: plan.commit,
		BRANCH: plan.branch ?? "",
		...(plan.tag !== null && { TAG: plan.tag }),
		REPO_SLUG: plan.repositorySlug,
		PULL_REQUEST: String(review),
		...(review && {
			PULL_REQUEST_NUMBER: String(plan.reviewNumber),
			PULL_REQUEST_DEST: plan.targetBranch ?? "",
		}),
		BUILD_DIR: plan.workspace,
		BUILD_OUTPUT_DIR: `${plan.workspace}/build`,
		EXPORT_DIR: exportFolder(plan),
		ENV: exportedFile(plan),
	};
}

/** Its older names begin with FCI_. */
function aliased(named: Readonly<Record<string, string>>): Record<string, string> {
	const both = Object.entries(named).flatMap(([name, value]) => [
		[`CM_${name}`, value],
		[`FCI_${name}`, value],
	]);
	return Object.fromEntries(both) as Record<string, string>;
}

/** How many builds of the repository, and of the workflow, there had been, this one included. */
export interface BuildNumbers {
	readonly number: number;
	readonly workflowNumber: number;
}

/** What is known only once the build exists; a pipeline that counts by itself keeps its own numbers. */
export function numberVariables(
	{ number, workflowNumber }: BuildNumbers,
	own: Readonly<Record<string, string>>,
): Record<string, string> {
	const numbers = { PROJECT_BUILD_NUMBER: String(number), BUILD_NUMBER: String(workflowNumber) };
	return { ...numbers, ...(Object.hasOwn(own, "BUILD_NUMBER") && { BUILD_NUMBER: own["BUILD_NUMBER"] as string }) };
}

/** What the scripts of publishing may look at: the artifacts as a list in JSON, and how the build went. */
export function publishingVariables(
	plan: BuildPlan,
	artifacts: readonly CollectedArtifact[],
	ended: "success" | "failure",
): Record<string, string> {
	const links = artifacts.map(({ id, name, kind, relativePath, sizeBytes, sha256 }) => ({
		name,
		type: kind.toLowerCase(),
		path: relativePath,
		url: `${plan.baseUrl}/api/builds/${plan.id}/artifacts/${id}/download`,
		size: sizeBytes,
		sha256,
	}));
	return { ...aliased({ ARTIFACT_LINKS: JSON.stringify(links), BUILD_STATUS: ended }), OORE_BUILD_STATUS: ended };
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
