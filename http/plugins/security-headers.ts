import type { FastifyInstance } from "fastify";

/** No answer of the API is ever a page. */
export function securityHeadersPlugin(app: FastifyInstance): void {
	app.addHook("onRequest", async (_request, reply) => {
		reply.headers({
			"x-content-type-options": "nosniff",
			"x-frame-options": "DENY",
			"referrer-policy": "no-referrer",
			"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
			"cache-control": "no-store",
		});
	});
}
