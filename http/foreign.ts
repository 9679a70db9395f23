import type { FastifyRequest } from "fastify";

/**
 * Whether a browser says that a request comes from a page of another site. A proxy may give this server another name
 * than the outside knows: its base URL counts as its own.
 */
export function isForeign({ headers }: FastifyRequest, baseUrl: () => string): boolean {
	const { origin, host, "sec-fetch-site": site } = headers;
	if (origin === undefined) return site !== undefined && site !== "same-origin";
	// `null` is what a page without an origin sends.
	if (!URL.canParse(origin)) return true;
	return new URL(origin).host !== host && new URL(origin).origin !== new URL(baseUrl()).origin;
}
