import { buildThen as readBuildThen } from "#actors/build/build-then.ts";
import { artifactJson } from "../artifact-of.ts";
import { isoTime } from "../as-json.ts";
import { pastBuildOf } from "../build-of.ts";
import { buildThen, instantQuery } from "../contract/instants.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import { HttpError, notFound } from "../http-error.ts";
import type { App } from "../server.ts";
import { stepOf } from "../step-of.ts";

/** What pages were at an instant of the past. */
export function instantRoutes(app: App, { ci }: Deps): void {
	app.get(
		patterns.buildThen,
		{
			schema: {
				tags: ["builds"],
				summary: "A build, its steps and artifacts as they were after a journal entry",
				params: idParams,
				querystring: instantQuery,
				response: { 200: buildThen },
			},
		},
		async (request) => {
			const { at } = request.query;
			const then = readBuildThen(ci.kernel, ci.outside.db, request.params.id, at);
			if (!then) throw notFound("build");
			if (then === "early") throw new HttpError(404, "not_found", `At entry ${at} this build was not there yet.`);
			if (then === "removed")
				throw new HttpError(410, "gone", "Retention removed the beginning of this build's journal.");
			return {
				at: isoTime(then.at),
				build: pastBuildOf(then.build),
				steps: then.steps.map(stepOf),
				artifacts: then.artifacts.map(artifactJson),
			};
		},
	);
}
