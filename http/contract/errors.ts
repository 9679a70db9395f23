import { z } from "zod";

/** RFC 9457, with the members that older scripts read. */
export const problem = z.object({
	type: z.string(),
	title: z.string(),
	status: z.number().int(),
	/** What happened, in a sentence. */
	detail: z.string(),
	/** Stable; for programs. */
	code: z.string(),
	request_id: z.string(),
	/** Same as `detail`. */
	error: z.string(),
	errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;
