import type { FastifyReply, FastifyRequest } from "fastify";

/** A full page may have a next one: say where, with the same filters. */
export function linkNext(
	request: FastifyRequest,
	reply: FastifyReply,
	page: readonly unknown[],
	limit: number,
	cursor: string | undefined,
): void {
	if (page.length < limit || cursor === undefined) return;
	const url = new URL(request.url, "http://oore");
	url.searchParams.set("cursor", cursor);
	reply.header("link", `<${url.pathname}${url.search}>; rel="next"`);
}
