import { constants } from "node:fs";
import { cp, mkdir, rm, statfs } from "node:fs/promises";
import { buildNumbers } from "#db/queries/builds.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import { writeSystemLog } from "../log/write-system-log.ts";
import type { Outside } from "../outside.ts";
import { Refusal } from "../refusals.ts";
import type { Prepared } from "./build.machine.ts";
import { type BuildPlan, secretNames } from "./build-plan.ts";
import { exportFolder } from "./environment.ts";
import { checkoutIndex } from "./step-index.ts";

/**
 * Effect: the build's commit, checked out of the mirror into its workspace. The mirror has the commit since the build
 * was decided; only if that was lost since is it fetched again.
 */
export function prepareWorkspace(outside: Outside) {
	return async (plan: BuildPlan, { signal }: { signal: AbortSignal }): Promise<Prepared> => {
		const { git } = outside;
		await checkSpace(outside);
		const notes = notesOnSecrets(outside, plan);
		if (plan.rerun) return copyWorkspace(outside, plan, plan.rerun, notes);
		const order = { repositoryId: plan.repositoryId, commit: plan.commit, folder: plan.workspace };
		try {
			await git.checkout(order, signal);
		} catch (error) {
			if (!(error instanceof Refusal) || error.code !== "commit_not_found") throw error;
			const repository = repositoryById(outside.db, plan.repositoryId);
			if (!repository) throw new Refusal("workspace_failed", { reason: "its repository was removed" });
			await git.fetch({ ...order, cloneUrl: repository.cloneUrl, ref: plan.ref }, signal);
			await git.checkout(order, signal);
		}
		const lines = [`Checked out ${plan.commit} of ${plan.ref}.`, ...notes];
		await writeSystemLog(outside.logs, plan.id, checkoutIndex, lines);
		await mkdir(exportFolder(plan), { recursive: true, mode: 0o700 });
		return { commit: plan.commit, numbers: buildNumbers(outside.db, plan.id) };
	};
}

/** What a step's author should know of the secrets it asks for. @throws Refusal when one cannot be opened */
function notesOnSecrets(outside: Outside, plan: BuildPlan): string[] {
	if (plan.groups.length === 0) return [];
	if (!plan.trusted) return ["The commit is a fork's: no secrets are given to this build."];
	const { missing, variables } = outside.secrets(secretNames(plan));
	const names = Object.keys(variables);
	return [
		...(names.length > 0 ? [`Secrets: ${names.join(", ")}.`] : []),
		...missing.map(
			(group) => `Warning: the group ${group} has no secrets. Set one with oore secret set ${group} NAME --value -`,
		),
	];
}

/** A build that runs out of space in the middle helps nobody, and takes the others along. */
async function checkSpace({ folders, minFreeDiskBytes }: Outside): Promise<void> {
	const { bavail, bsize } = await statfs(folders.workspaces);
	if (bavail * bsize >= minFreeDiskBytes) return;
	const inMb = (bytes: number) => Math.floor(bytes / 1024 / 1024);
	const detail = { path: folders.workspaces, freeMb: inMb(bavail * bsize), neededMb: inMb(minFreeDiskBytes) };
	throw new Refusal("disk_low", detail);
}

/** Everything as the other build left it, what its steps exported included; blocks are shared where the file system can. */
async function copyWorkspace(
	outside: Outside,
	plan: BuildPlan,
	{ of, from, workspace }: NonNullable<BuildPlan["rerun"]>,
	notes: readonly string[],
): Promise<Prepared> {
	await rm(plan.workspace, { recursive: true, force: true });
	try {
		await cp(workspace, plan.workspace, {
			recursive: true,
			preserveTimestamps: true,
			verbatimSymlinks: true,
			mode: constants.COPYFILE_FICLONE,
		});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
		throw new Refusal("workspace_failed", { reason: `the workspace of build ${of} is gone` }, error);
	}
	await rm(exportFolder(plan), { recursive: true, force: true });
	await mkdir(exportFolder(plan), { recursive: true, mode: 0o700 });
	const line = `Copied the workspace of build ${of}, to go on at step ${from}.`;
	await writeSystemLog(outside.logs, plan.id, checkoutIndex, [line, ...notes]);
	return { commit: plan.commit, numbers: buildNumbers(outside.db, plan.id) };
}
