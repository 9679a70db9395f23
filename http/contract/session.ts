import { z } from "zod";

export const session = z.object({
	/** A browser that is logged in, a program with the token, or this machine where there is no token. */
	kind: z.enum(["session", "token", "local"]),
	expires_at: z.iso.datetime().nullable(),
});
export type Session = z.infer<typeof session>;
