import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { HttpError } from "../http-error.ts";

export interface AuthOptions {
	readonly adminToken: string | undefined;
}

/** Wrong tokens from one address before it has to wait, and for how long. */
const patience = { failures: 10, windowMs: 60_000 };
/** Addresses remembered; the oldest are forgotten first. */
const mostAddresses = 10_000;

declare module "fastify" {
	interface FastifyContextConfig {
		/** Answered without a token. */
		public?: boolean;
	}
}

/**
 * Everything but what a route calls public needs the bearer token. Without one configured, this machine itself is
 * answered, with a warning; a request that came through a proxy is not this machine.
 */
export function authPlugin(app: FastifyInstance, { adminToken }: AuthOptions): void {
	const wanted = adminToken === undefined ? undefined : hash(adminToken);
	const failures = new Map<string, { count: number; until: number }>();
	app.addHook("onRequest", async (request, reply) => {
		// An unknown path is as closed as a known one: nobody learns what is there.
		if (request.routeOptions.config.public) return;
		const { authorization } = request.headers;
		if (wanted === undefined && authorization === undefined && isLocal(request)) {
			reply.header("warning", '199 oored "No admin token is set: only this machine is answered."');
			return;
		}
		const address = request.socket.remoteAddress ?? "";
		const known = failures.get(address);
		if (known && known.until > Date.now() && known.count >= patience.failures) {
			const retryAfter = Math.ceil((known.until - Date.now()) / 1000);
			throw new HttpError(429, "too_many_attempts", "Too many wrong tokens from this address.", { retryAfter });
		}
		const given = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
		if (wanted && given !== undefined && timingSafeEqual(hash(given), wanted)) return;
		if (given !== undefined) countFailure(failures, address);
		reply.header("www-authenticate", 'Bearer realm="oore"');
		throw new HttpError(401, "unauthorized", "This needs the admin token: send `Authorization: Bearer <token>`.");
	});
}

function countFailure(failures: Map<string, { count: number; until: number }>, address: string): void {
	const now = Date.now();
	const known = failures.get(address);
	if (known && known.until > now) known.count++;
	else {
		failures.delete(address);
		failures.set(address, { count: 1, until: now + patience.windowMs });
	}
	const oldest = failures.keys().next();
	if (failures.size > mostAddresses && !oldest.done) failures.delete(oldest.value);
}

function isLocal(request: FastifyRequest): boolean {
	const address = request.socket.remoteAddress ?? "";
	const forwarded = ["x-forwarded-for", "x-real-ip", "forwarded"].some((name) => request.headers[name] !== undefined);
	return !forwarded && (address === "::1" || /^(::ffff:)?127\./.test(address));
}

/** Of equal length, so that comparing takes the same time for every guess. */
function hash(text: string): Buffer {
	return createHash("sha256").update(text).digest();
}
