import type { FastifyInstance } from "fastify";
import { HttpError } from "../http-error.ts";

/** What a webhook may carry. */
export const webhookBytes = 10 * 1024 * 1024;

/** Inside this plugin's scope a body is the bytes as they were sent: signatures are made over those. */
export function rawBodyPlugin(app: FastifyInstance): void {
	app.removeAllContentTypeParsers();
	app.addHook("onRequest", async (request) => {
		const encoding = request.headers["content-encoding"];
		if (encoding !== undefined && encoding !== "identity") {
			throw new HttpError(415, "unsupported_encoding", "A webhook's body must not be compressed.");
		}
	});
	app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: webhookBytes }, (_request, body, done) =>
		done(null, body),
	);
}
