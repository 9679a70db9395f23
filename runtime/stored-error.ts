/** An error as JSON: `JSON.stringify(new Error("x"))` is `{}`, and a row must tell more than that. */
export interface StoredError {
	name: string;
	message: string;
	code?: string;
	stack?: string;
	cause?: StoredError;
}

export function storedError(error: unknown, depth = 0): StoredError {
	if (!(error instanceof Error))
		return { name: "Error", message: typeof error === "string" ? error : (JSON.stringify(error) ?? "unknown") };
	const stored: StoredError = { name: error.name, message: error.message };
	const code = (error as { code?: unknown }).code;
	if (typeof code === "string") stored.code = code;
	if (error.stack !== undefined) stored.stack = error.stack;
	if (error.cause !== undefined && depth < 4) stored.cause = storedError(error.cause, depth + 1);
	return stored;
}

/** `JSON.stringify` that keeps what an Error says; its stack stays out of what people and journals read. */
export function toJson(value: unknown): string {
	return JSON.stringify(value, (_key, member: unknown) => {
		if (!(member instanceof Error)) return member;
		const { stack: _stack, ...rest } = storedError(member);
		return rest;
	});
}
