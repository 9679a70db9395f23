import type { z } from "zod";

/** Which member of a payload is missing or wrong. */
export function describeFault(error: z.ZodError): string {
	const issue = error.issues[0];
	const where = issue?.path.join(".") ?? "";
	return where === "" ? "The payload is not an object." : `The payload has no usable \`${where}\`.`;
}
