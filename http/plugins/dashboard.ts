import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { pathToFileURL } from "node:url";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { localPath } from "../contract/local-path.ts";
import type { PageRequest } from "../contract/page-request.ts";

/** What the built dashboard gives for a page. */
interface Pages {
	readonly default: { fetch(request: Request): Promise<Response> };
}

export interface DashboardOptions {
	/** Folder of the built dashboard: `client` and `server`. */
	readonly folder: string;
	readonly baseUrl: () => string;
}

/** Pages of the dashboard, rendered in this process; its files as they lie. */
export async function dashboardPlugin(app: FastifyInstance, { folder, baseUrl }: DashboardOptions): Promise<void> {
	// Only when the first page is asked for: a server that nobody looks at stays small.
	let pages: Promise<Pages> | undefined;
	const render = async (request: Request) => {
		pages ??= import(pathToFileURL(join(folder, "server", "entry-server.js")).href) as Promise<Pages>;
		return (await pages).default.fetch(request);
	};
	// The files of the pages tell nothing of what the pages show.
	app.addHook("onRoute", (route) => {
		route.config = { ...route.config, public: true };
	});
	await app.register(fastifyStatic, {
		root: join(folder, "client", "_build"),
		prefix: "/_build/",
		decorateReply: false,
		wildcard: true,
		cacheControl: false,
		setHeaders: (reply, path) => {
			// The bundler puts its files' hashes into their names; what stands beside them has none.
			const forEver = path.startsWith(join(folder, "client", "_build", "assets"));
			reply.header("cache-control", forEver ? "public, max-age=31536000, immutable" : "public, max-age=3600");
		},
	});
	app.get("/favicon.ico", { config: { public: true }, schema: { hide: true } }, (_request, reply) =>
		reply.code(204).send(),
	);
	app.get("/*", { config: { public: true }, schema: { hide: true } }, async (request, reply) => {
		// To a router it would be the name of another host.
		if (request.url.startsWith("//")) return reply.redirect(request.url.replace(/^\/+/, "/"), 308);
		const path = request.url.split("?")[0] ?? "/";
		if (path === "/login" && app.mayEnter(request))
			return reply.redirect(localPath((request.query as { next?: string }).next), 302);
		if (path !== "/login" && !app.mayEnter(request)) {
			const next = request.url === "/" ? "" : `?next=${encodeURIComponent(request.url)}`;
			return reply.redirect(`/login${next}`, 302);
		}
		const nonce = randomBytes(16).toString("base64url");
		const answer = await render(pageRequest(app, request, baseUrl(), nonce));
		return send(reply, answer, nonce);
	});
}

function pageRequest(app: FastifyInstance, request: FastifyRequest, base: string, nonce: string): PageRequest {
	const { cookie, "user-agent": agent = "", "accept-language": language = "" } = request.headers;
	const headers = { "user-agent": agent, "accept-language": language, ...(cookie !== undefined && { cookie }) };
	const forwarded = Object.fromEntries(
		["x-forwarded-for", "x-real-ip", "forwarded"].flatMap((name) =>
			request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]],
		),
	);
	return Object.assign(new Request(new URL(`${new URL(base).origin}${request.url}`), { headers }), {
		nonce,
		id: request.id,
		failed: (error: unknown) => request.log.error({ err: error }, "a page failed"),
		// By the same door as everybody else, only without a socket: who asks is who asked for the page.
		api: async (path: string) => {
			const remoteAddress = request.socket.remoteAddress ?? "";
			const answer = await app.inject({
				method: "GET",
				url: path,
				remoteAddress,
				headers: { ...headers, ...forwarded },
			});
			return { status: answer.statusCode, body: answer.body, link: answer.headers.link as string | undefined };
		},
	});
}

function send(reply: FastifyReply, answer: Response, nonce: string): FastifyReply {
	reply.code(answer.status);
	const location = answer.headers.get("location");
	if (location !== null) reply.header("location", location);
	reply.headers({
		"content-type": "text/html; charset=utf-8",
		// With none at all a form would be sent with `Origin: null`, as one of another site's is.
		"referrer-policy": "same-origin",
		"content-security-policy": [
			"default-src 'none'",
			`script-src 'self' 'nonce-${nonce}'`,
			`style-src 'self' 'nonce-${nonce}'`,
			"style-src-attr 'unsafe-inline'",
			"img-src 'self' data:",
			"connect-src 'self'",
			"font-src 'self'",
			"manifest-src 'self'",
			"base-uri 'none'",
			"form-action 'self'",
			"frame-ancestors 'none'",
		].join("; "),
	});
	return reply.send(answer.body ? Readable.fromWeb(answer.body as WebStream) : "");
}
