import { z } from "zod";
import { cancelBuild } from "#actors/build/cancel-build.ts";
import { retriggerBuild, triggerBuild } from "#actors/build/trigger-build.ts";
import { checkRefName } from "#actors/webhook/ref-name.ts";
import { type BuildFilter, type BuildRow, buildById, buildsPage, greenBefore, stepsOf } from "#db/queries/builds.ts";
import { buildOf } from "../build-of.ts";
import { build, buildQuery, greenBefore as greenBeforeIt, step, triggerOrder } from "../contract/builds.ts";
import { idParams } from "../contract/page.ts";
import { paths, patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import { invalidField, notFound } from "../http-error.ts";
import { linkNext } from "../next-page.ts";
import type { App } from "../server.ts";
import { stepOf } from "../step-of.ts";

const tags = ["builds"];
/** A remote that does not answer in this time is told of instead. */
const patienceMs = 60_000;
const orders = { date: "oldest", "-date": "newest", duration: "longest" } as const;

export function buildRoutes(app: App, { ci }: Deps): void {
	const { outside, kernel } = ci;
	const found = (id: string): BuildRow => {
		const row = buildById(outside.db, id);
		if (!row) throw notFound("build");
		return row;
	};

	app.get(
		patterns.builds,
		{ schema: { tags, summary: "Builds, newest first", querystring: buildQuery, response: { 200: z.array(build) } } },
		async (request, reply) => {
			const { limit, sort, cursor } = request.query;
			// The longest first has no id to go on after: its cursor counts rows.
			const offset = sort === "duration" ? Number(cursor ?? 0) : 0;
			if (!Number.isSafeInteger(offset)) throw invalidField("cursor", "This is not a cursor that this list gave out.");
			const rows = buildsPage(outside.db, { ...filterOf(request.query), order: orders[sort], offset, limit });
			linkNext(request, reply, rows, limit, sort === "duration" ? String(offset + rows.length) : rows.at(-1)?.id);
			return rows.map((row) => buildOf(ci, row));
		},
	);
	app.get(
		patterns.build,
		{ schema: { tags, summary: "One build", params: idParams, response: { 200: build } } },
		async (request) => buildOf(ci, found(request.params.id)),
	);
	app.post(
		patterns.trigger,
		{
			schema: {
				tags,
				summary: "Start a build by hand",
				params: idParams,
				body: triggerOrder.nullish(),
				response: { 201: build },
			},
		},
		async (request, reply) => {
			const { branch, commit_sha: commit, workflow_name: workflow, inputs: given = {} } = request.body ?? {};
			const inputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
			const fine = branch === undefined ? true : checkRefName(branch);
			if (fine !== true) throw invalidField("branch", fine);
			const id = await triggerBuild(
				kernel,
				outside,
				{ repositoryId: request.params.id, branch, commit, workflow, inputs },
				AbortSignal.timeout(patienceMs),
			);
			return reply
				.code(201)
				.header("location", paths.build(id))
				.send(buildOf(ci, found(id)));
		},
	);
	app.post(
		patterns.cancel,
		{ schema: { tags, summary: "End a build", params: idParams, response: { 200: build } } },
		async (request) => {
			const by = request.session ? "hand in the dashboard" : "the API";
			await cancelBuild(kernel, outside, request.params.id, by);
			return buildOf(ci, found(request.params.id));
		},
	);
	app.post(
		patterns.retrigger,
		{ schema: { tags, summary: "Run the same again", params: idParams, response: { 201: build } } },
		async (request, reply) => {
			const id = await retriggerBuild(kernel, outside, request.params.id, AbortSignal.timeout(patienceMs));
			return reply
				.code(201)
				.header("location", paths.build(id))
				.send(buildOf(ci, found(id)));
		},
	);
	app.get(
		patterns.steps,
		{ schema: { tags, summary: "A build's steps, in order", params: idParams, response: { 200: z.array(step) } } },
		async (request) => {
			found(request.params.id);
			return stepsOf(outside.db, request.params.id).map(stepOf);
		},
	);
	app.get(
		patterns.greenBefore,
		{
			schema: {
				tags,
				summary: "The last green build of the same workflow before it, with its steps, to compare with",
				params: idParams,
				response: { 200: greenBeforeIt },
			},
		},
		async (request) => {
			const green = greenBefore(outside.db, found(request.params.id));
			if (!green) return { build: null, steps: [] };
			return { build: buildOf(ci, green), steps: stepsOf(outside.db, green.id).map(stepOf) };
		},
	);
}

function filterOf(query: z.infer<typeof buildQuery>): Omit<BuildFilter, "limit" | "order"> {
	return {
		repository: query.repository ?? query.repo,
		status: query.status,
		branch: query.branch,
		trigger: query.trigger_type,
		commit: query.commit?.toLowerCase(),
		id: query.id,
		from: query.from === undefined ? undefined : Date.parse(query.from),
		to: query.to === undefined ? undefined : Date.parse(query.to),
		cursor: query.sort === "duration" ? undefined : query.cursor,
	};
}
