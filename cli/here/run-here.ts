import { cp, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cancelBuild } from "#actors/build/cancel-build.ts";
import { environmentOf } from "#actors/build/environment.ts";
import { Refusal } from "#actors/refusals.ts";
import { artifactsOf } from "#db/queries/builds.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { NotFound } from "../not-found.ts";
import type { Checkout } from "./checkout.ts";
import { type CiHere, openCi } from "./open-ci.ts";
import { type HereOrder, planHere } from "./plan-here.ts";
import { showBuild } from "./show-build.ts";

/**
 * Run a checkout's pipeline by the same actors as the server's, without one. Ctrl-C cancels the build and waits for its
 * processes to end. Answers the exit code.
 */
export async function runHere(
	context: Context,
	checkout: Checkout,
	order: HereOrder & { readonly artifacts: string | undefined },
): Promise<number> {
	const ci = await openCi(context.environment);
	try {
		const plan = await planHere(ci, checkout, order).catch(explain);
		const { missing } = ci.outside.secrets({ repositoryId: plan.repositoryId, groups: plan.groups });
		if (missing.length > 0 && order.secrets === "")
			context.io.say(`Warning: there are no values for ${missing.join(", ")} here. Give them with --secrets <file>.`);
		const environment = environmentOf(plan, ci.outside.machine);
		await ci.kernel.turn((turn) => turn.start("builds", plan.id, { plan, environment, at: turn.at }));
		const cancel = () => void cancelBuild(ci.kernel, ci.outside, plan.id, "Ctrl-C").catch(ifOver);
		context.signal.addEventListener("abort", cancel, { once: true });
		if (context.signal.aborted) cancel();
		const build = await showBuild(context, ci, plan.id);
		if (order.artifacts !== undefined) await copyArtifacts(ci, plan.id, order.artifacts);
		if (context.signal.aborted) return exitCodes.interrupted;
		return build.status === "success" ? exitCodes.ok : exitCodes.buildFailed;
	} finally {
		await ci.close();
	}
}

function explain(error: unknown): never {
	if (error instanceof Refusal && error.code === "workflow_not_found") throw new NotFound(error.message);
	throw error;
}

function ifOver(error: unknown): void {
	if (!(error instanceof Refusal)) throw error;
}

async function copyArtifacts({ outside }: CiHere, id: string, folder: string): Promise<void> {
	for (const { storageKey, relativePath } of artifactsOf(outside.db, id)) {
		const from = await outside.storage.locate(storageKey);
		const to = join(folder, relativePath);
		await mkdir(dirname(to), { recursive: true });
		if (from !== undefined) await cp(from, to);
	}
}
