/** A request that cannot be answered as asked, in the words of the problem that the client gets. */
export class HttpError extends Error {
	readonly status: number;
	readonly code: string;
	readonly errors: readonly { field: string; message: string }[];
	/** Seconds, for 429 and 503. */
	readonly retryAfter: number | undefined;
	constructor(
		status: number,
		code: string,
		message: string,
		more: { errors?: readonly { field: string; message: string }[]; retryAfter?: number } = {},
	) {
		super(message);
		this.name = "HttpError";
		this.status = status;
		this.code = code;
		this.errors = more.errors ?? [];
		this.retryAfter = more.retryAfter;
	}
}

export function notFound(what: string): HttpError {
	return new HttpError(404, "not_found", `There is no such ${what}.`);
}

export function invalidField(field: string, message: string): HttpError {
	return invalidFields([{ field, message }]);
}

/** All that is wrong at once, so that nobody has to mend one after the other. */
export function invalidFields(errors: readonly { field: string; message: string }[]): HttpError {
	const detail = errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
	return new HttpError(400, "invalid", detail, { errors });
}
