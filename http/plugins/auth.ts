import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isForeign } from "../foreign.ts";
import { HttpError } from "../http-error.ts";
import { sessionCookie } from "../session-cookie.ts";
import type { Sessions } from "../sessions.ts";
import { makeWrongGuesses, type WrongGuesses } from "../wrong-guesses.ts";

declare module "fastify" {
	interface FastifyContextConfig {
		/** Answered without a token. */
		public?: boolean;
	}
	interface FastifyRequest {
		/** Of a browser that is logged in. */
		session: { readonly id: string; readonly expiresAt: number } | undefined;
	}
	interface FastifyInstance {
		/** Whether a request may see what is not public, whatever its route says. */
		mayEnter(request: FastifyRequest): boolean;
		readonly wrongGuesses: WrongGuesses;
	}
}

/**
 * Everything but what a route calls public needs the bearer token or a session's cookie. Without a token configured,
 * this machine itself is answered, with a warning; a request that came through a proxy is not this machine.
 */
export function authPlugin(app: FastifyInstance, sessions: Sessions, baseUrl: () => string): void {
	const guesses = makeWrongGuesses();
	app.decorate("wrongGuesses", guesses);
	app.decorateRequest("session", undefined);
	app.decorate("mayEnter", (request) => request.session !== undefined || isOwner(request, sessions, baseUrl));
	app.addHook("onRequest", async (request, reply) => {
		const cookie = sessionCookie.read(request.headers.cookie);
		if (cookie !== undefined) request.session = sessions.find(cookie);
		// An unknown path is as closed as a known one: nobody learns what is there.
		if (request.routeOptions.config.public) return;
		const { authorization } = request.headers;
		if (authorization === undefined) {
			if (request.session) return refuseForeign(request, baseUrl);
			if (isOwner(request, sessions, baseUrl)) {
				warn(reply);
				return refuseForeign(request, baseUrl);
			}
		}
		const address = request.socket.remoteAddress ?? "";
		guesses.refuseIfTooMany(address);
		const given = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
		if (given !== undefined && sessions.isRight(given)) return;
		if (given !== undefined) guesses.count(address);
		reply.header("www-authenticate", 'Bearer realm="oore"');
		throw new HttpError(401, "unauthorized", "This needs the admin token: send `Authorization: Bearer <token>`.");
	});
}

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

function warn(reply: FastifyReply): void {
	reply.header("warning", '199 oored "No admin token is set: only this machine is answered."');
}

/**
 * What a browser sends along by itself must not let another site act: who changes something has to come from a page of
 * this server. Programs without a browser send neither header.
 */
function refuseForeign(request: FastifyRequest, baseUrl: () => string): void {
	if (["GET", "HEAD", "OPTIONS"].includes(request.method)) return;
	const { origin, cookie, "sec-fetch-site": site } = request.headers;
	const unsaid = origin === undefined && site === undefined && cookie !== undefined;
	if (unsaid || isForeign(request, baseUrl))
		throw new HttpError(403, "cross_site", "This request comes from a page of another site: nothing was done.");
}

/**
 * No token is configured, and somebody on this machine asks, by a name of this machine: a page of another site whose
 * name is made to lead here (DNS rebinding) asks from here, too, but by its own.
 */
function isOwner(request: FastifyRequest, { guarded }: Sessions, baseUrl: () => string): boolean {
	if (guarded) return false;
	const name = request.hostname.toLowerCase();
	if (!loopbackNames.has(name) && name !== new URL(baseUrl()).hostname) return false;
	const address = request.socket.remoteAddress ?? "";
	const forwarded = ["x-forwarded-for", "x-real-ip", "forwarded"].some((name) => request.headers[name] !== undefined);
	return !forwarded && (address === "::1" || /^(::ffff:)?127\./.test(address));
}
