import { secretNames } from "#actors/build/build-plan.ts";
import { environmentOf } from "#actors/build/environment.ts";
import { canRerun, planOf, rerunBuild } from "#actors/build/rerun-build.ts";
import { type BuildRow, buildById } from "#db/queries/builds.ts";
import { buildOf } from "../build-of.ts";
import { build, rerunOrder, workspace, workspaceQuery } from "../contract/builds.ts";
import { idParams } from "../contract/page.ts";
import { paths, patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import { HttpError, notFound } from "../http-error.ts";
import type { App } from "../server.ts";

const tags = ["builds"];

/** What can be done with a build that is over and whose workspace is still there. */
export function rerunRoutes(app: App, { ci }: Deps): void {
	const { outside, kernel } = ci;
	const found = (id: string): BuildRow => {
		const row = buildById(outside.db, id);
		if (!row) throw notFound("build");
		return row;
	};
	app.post(
		patterns.rerun,
		{
			schema: {
				tags,
				summary: "Go on with a failed build at a step, in a copy of its workspace",
				params: idParams,
				body: rerunOrder.nullish(),
				response: { 201: build },
			},
		},
		async (request, reply) => {
			const id = await rerunBuild(kernel, outside, request.params.id, request.body?.from_step);
			return reply
				.code(201)
				.header("location", paths.build(id))
				.send(buildOf(ci, found(id)));
		},
	);
	app.get(
		patterns.workspace,
		{
			schema: {
				tags,
				summary: "Where a build's kept workspace is, and what its steps saw",
				params: idParams,
				querystring: workspaceQuery,
				response: { 200: workspace },
			},
		},
		async (request) => {
			const row = found(request.params.id);
			const possible = canRerun(outside, row);
			const plan = planOf(outside, row.id);
			if (possible !== true || !plan) throw new HttpError(410, "workspace_removed", String(possible));
			const secrets = request.query.secrets ? outside.secrets(secretNames(plan)).variables : {};
			return { path: plan.workspace, environment: { ...secrets, ...environmentOf(plan, outside.machine) } };
		},
	);
}
