import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { Refusal } from "#actors/refusals.ts";
import { NotAccepting, StoreUnavailable } from "#runtime/index.ts";
import type { Problem } from "../contract/errors.ts";
import { errorField, errorStatus } from "../error-status.ts";
import { faultWords } from "../fault-words.ts";
import { HttpError } from "../http-error.ts";

/** Every error becomes one `application/problem+json`; what is a bug shows a request id and nothing else. */
export function problemPlugin(app: FastifyInstance): void {
	app.setErrorHandler((error: FastifyError, request, reply) =>
		answerProblem(request, reply, asHttpError(error, request)),
	);
	app.setNotFoundHandler((request, reply) =>
		answerProblem(request, reply, new HttpError(404, "not_found", "There is nothing here.")),
	);
}

export function answerProblem(request: FastifyRequest, reply: FastifyReply, error: HttpError): FastifyReply {
	const body: Problem = {
		type: `urn:oore:problem:${error.code}`,
		title: STATUS_CODES[error.status] ?? "Error",
		status: error.status,
		detail: error.message,
		code: error.code,
		request_id: request.id,
		error: error.message,
		...(error.errors.length > 0 && { errors: [...error.errors] }),
	};
	if (error.retryAfter !== undefined) reply.header("retry-after", error.retryAfter);
	return reply.code(error.status).type("application/problem+json").serializer(JSON.stringify).send(body);
}

function asHttpError(error: FastifyError, request: FastifyRequest): HttpError {
	if (error instanceof HttpError) return error;
	if (error instanceof Refusal) return ofRefusal(error);
	if (error instanceof NotAccepting || error instanceof StoreUnavailable) {
		return new HttpError(503, error.code, `The server cannot take this now: ${error.message}`, { retryAfter: 5 });
	}
	if (hasZodFastifySchemaValidationErrors(error)) return ofValidation(error);
	if (error.statusCode !== undefined && error.statusCode < 500) return ofFastify(error, error.statusCode);
	request.log.error({ err: error }, "request failed");
	return new HttpError(500, "internal", `The server failed at this request. Its log has more under ${request.id}.`);
}

function ofRefusal(refusal: Refusal): HttpError {
	const field = errorField[refusal.code];
	return new HttpError(errorStatus[refusal.code], refusal.code, refusal.message, {
		errors: field === undefined ? [] : [{ field, message: refusal.message }],
	});
}

function ofValidation(error: FastifyError): HttpError {
	const errors = (error.validation ?? []).map(({ instancePath, message, params, keyword }) => {
		const unknown = (params as { keys?: string[] }).keys;
		const field =
			keyword === "unrecognized_keys" && unknown ? unknown.join(", ") : instancePath.slice(1).replaceAll("/", ".");
		return { field, message: faultWords({ keyword, message, params }) };
	});
	const detail = errors.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; ");
	return new HttpError(400, "invalid", detail, { errors });
}

function ofFastify(error: FastifyError, status: number): HttpError {
	switch (error.code) {
		case "FST_ERR_CTP_BODY_TOO_LARGE":
			return new HttpError(413, "too_large", "The body is larger than this accepts.");
		case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
			return new HttpError(
				415,
				"unsupported_media_type",
				"The body must be JSON, with `Content-Type: application/json`.",
			);
		default:
			return new HttpError(status, "bad_request", error.message);
	}
}
