import { z } from "zod";
import { removeSecret, setSecrets } from "#actors/secret/store-secrets.ts";
import { currentSecrets, type SecretRow } from "#db/queries/secrets.ts";
import { isoTime } from "../as-json.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import { type Secret, secret, secretQuery, secretsToSet } from "../contract/secrets.ts";
import type { Deps } from "../deps.ts";
import type { App } from "../server.ts";

const tags = ["secrets"];
/** Who, where nobody says. */
const nobody = "admin";

/** Secrets are written and named here, never read. */
export function secretRoutes(app: App, { ci }: Deps): void {
	const { kernel, outside } = ci;
	app.get(
		patterns.secrets,
		{
			schema: {
				tags,
				summary: "Names of secrets; with a repository, those that its builds may ask for",
				querystring: secretQuery,
				response: { 200: z.array(secret) },
			},
		},
		async ({ query: { repository, group } }) =>
			currentSecrets(outside.db, {
				...(repository !== undefined && { repositoryIds: ["", repository] }),
				...(group !== undefined && { groups: [group] }),
			}).map(asSecret),
	);
	app.put(
		patterns.secrets,
		{
			schema: {
				tags,
				summary: "Set secrets of a group; those of the same names are replaced",
				body: secretsToSet,
				response: { 200: z.array(secret) },
			},
		},
		async ({ body }) => {
			const { repository_id: given, group, values, saved_by: savedBy = nobody } = body;
			const repositoryId = given ?? "";
			await setSecrets(kernel, outside, { repositoryId, group, values, savedBy });
			return currentSecrets(outside.db, { repositoryIds: [repositoryId], groups: [group] })
				.filter(({ name }) => Object.hasOwn(values, name))
				.map(asSecret);
		},
	);
	app.delete(
		patterns.secret,
		{ schema: { tags, summary: "No build gets it any more", params: idParams, response: { 204: z.null() } } },
		async (request, reply) => {
			await removeSecret(kernel, outside, request.params.id, nobody);
			return reply.code(204).send(null);
		},
	);
}

function asSecret({ id, repositoryId, group, name, savedBy, createdAt }: SecretRow): Secret {
	return {
		id,
		repository_id: repositoryId === "" ? null : repositoryId,
		group,
		name,
		saved_by: savedBy,
		updated_at: isoTime(createdAt),
	};
}
