import type { FastifyReply, FastifyRequest } from "fastify";
import { localPath } from "../contract/local-path.ts";
import { patterns } from "../contract/paths.ts";
import { session as sessionSchema } from "../contract/session.ts";
import { isForeign } from "../foreign.ts";
import { HttpError } from "../http-error.ts";
import type { App } from "../server.ts";
import { sessionCookie } from "../session-cookie.ts";
import { lastsMs, type Sessions } from "../sessions.ts";

const longestForm = 16 * 1024;

/** Log in and out by plain forms: they work without a script, and no script ever holds the token. */
export function sessionRoutes(app: App, sessions: Sessions, baseUrl: () => string): void {
	app.addContentTypeParser(
		"application/x-www-form-urlencoded",
		{ parseAs: "string", bodyLimit: longestForm },
		(_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
	);
	const hidden = { schema: { hide: true } };

	app.post(patterns.login, { config: { public: true }, ...hidden }, async (request, reply) => {
		refuseOtherSites(request, baseUrl);
		const form = (request.body ?? {}) as { token?: string; remember?: string; next?: string };
		const next = localPath(form.next);
		const address = request.socket.remoteAddress ?? "";
		const again = (error: string) => back(reply, `/login?error=${error}&next=${encodeURIComponent(next)}`);
		try {
			app.wrongGuesses.refuseIfTooMany(address);
		} catch (error) {
			if (error instanceof HttpError) return again("many");
			throw error;
		}
		const remember = form.remember !== undefined;
		const opened = sessions.open((form.token ?? "").trim(), remember);
		if (!opened) {
			app.wrongGuesses.count(address);
			request.log.warn({ event: "login_refused", source_ip: address }, "A login was refused.");
			return again("wrong");
		}
		if (request.session) sessions.close(request.session.id);
		const secure = baseUrl().startsWith("https:");
		const age = remember ? { maxAgeSecs: lastsMs.long / 1000 } : {};
		reply.header("set-cookie", sessionCookie.write(opened.secret, { ...age, secure }));
		return back(reply, next);
	});

	app.post(patterns.logout, { config: { public: true }, ...hidden }, async (request, reply) => {
		refuseOtherSites(request, baseUrl);
		const { everywhere } = (request.body ?? {}) as { everywhere?: string };
		if (request.session && everywhere !== undefined) sessions.closeAll();
		else if (request.session) sessions.close(request.session.id);
		reply.header("set-cookie", sessionCookie.clear);
		return back(reply, "/login");
	});

	app.get(
		patterns.session,
		{ schema: { tags: ["server"], summary: "Who asks, and until when", response: { 200: sessionSchema } } },
		async ({ session }) => ({
			kind: session ? ("session" as const) : sessions.guarded ? ("token" as const) : ("local" as const),
			expires_at: session ? new Date(session.expiresAt).toISOString() : null,
		}),
	);
}

/** A form of another site would log somebody in as somebody else, or out. */
function refuseOtherSites(request: FastifyRequest, baseUrl: () => string): void {
	if (isForeign(request, baseUrl))
		throw new HttpError(403, "cross_site", "This form comes from a page of another site: nothing was done.");
}

function back(reply: FastifyReply, to: string): FastifyReply {
	return reply.code(303).header("location", to).send();
}
