import { newestEnded } from "#db/queries/builds.ts";
import { repositoryById } from "#db/queries/repositories.ts";
import { badgeOf } from "../badge.ts";
import { badgeQuery } from "../contract/badge.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../http-error.ts";
import type { App } from "../server.ts";

/** Of a repository, for its README: everybody may see it who knows the repository's id. */
export function badgeRoutes(app: App, { ci }: Deps): void {
	const { db } = ci.outside;
	app.get(
		patterns.badge,
		{
			config: { public: true },
			schema: {
				tags: ["repositories"],
				summary: "How the newest build of a branch ended, as a picture; needs no token",
				params: idParams,
				querystring: badgeQuery,
			},
		},
		async (request, reply) => {
			const its = repositoryById(db, request.params.id);
			if (!its) throw notFound("repository");
			const { branch = its.defaultBranch, workflow } = request.query;
			const status = newestEnded(db, { repositoryId: its.id, branch, workflow });
			return reply
				.type("image/svg+xml; charset=utf-8")
				.headers({
					"cache-control": "no-cache",
					"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
				})
				.send(badgeOf(workflow ?? "build", status));
		},
	);
}
