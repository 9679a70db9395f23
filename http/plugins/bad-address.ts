import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { HttpError } from "../http-error.ts";
import { answerProblem } from "./problem.ts";

const headers = {
	"content-type": "text/html; charset=utf-8",
	"x-content-type-options": "nosniff",
	"referrer-policy": "same-origin",
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
	"cache-control": "no-store",
} as const;

/**
 * An address that nothing can be looked up by: its escapes are none, or it is too long. The dashboard's own scripts
 * could not read it either: a person gets a plain page, a program a problem.
 */
export function badAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const isLong = error.code === "FST_ERR_MAX_PARAM_LENGTH";
	const status = isLong ? 414 : 400;
	const words = isLong
		? "This address is too long."
		: "This address is malformed: it holds a % that stands for nothing.";
	if (request.url.startsWith("/api/") || !(request.headers.accept ?? "").includes("text/html"))
		return answerProblem(request, reply, new HttpError(status, "bad_address", words));
	return plainPage(request, reply, status, words);
}

/** A page without a script, where none could run. */
export function plainPage(request: FastifyRequest, reply: FastifyReply, status: number, words: string): FastifyReply {
	return reply
		.code(status)
		.headers({ ...headers, "x-request-id": request.id })
		.send(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>There is nothing here · Oore</title>
<h1>There is nothing here</h1>
<p>${words}</p>
<p><a href="/">To the dashboard</a></p>
</html>
`);
}
