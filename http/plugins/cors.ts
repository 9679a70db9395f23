import type { FastifyInstance } from "fastify";

const preflightSecs = 600;

/** One other origin may ask, if one is configured: a page that is served elsewhere. Nobody else is told anything. */
export function corsPlugin(app: FastifyInstance, allowed: string | undefined): void {
	if (allowed === undefined) return;
	app.addHook("onRequest", async (request, reply) => {
		reply.header("vary", "Origin");
		if (request.headers.origin !== allowed) return;
		reply.headers({
			"access-control-allow-origin": allowed,
			"access-control-expose-headers": "etag, link, x-request-id",
		});
		if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return;
		await reply
			.code(204)
			.headers({
				"access-control-allow-methods": "GET, POST, PUT, DELETE",
				"access-control-allow-headers": "authorization, content-type, if-match, if-none-match, last-event-id",
				"access-control-max-age": preflightSecs,
			})
			.send();
	});
}
