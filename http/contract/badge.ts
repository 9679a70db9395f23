import { z } from "zod";

export const badgeQuery = z.object({
	/** Without one, the repository's default branch. */
	branch: z.string().min(1).max(255).optional(),
	/** Without one, any. */
	workflow: z.string().min(1).max(255).optional(),
});
