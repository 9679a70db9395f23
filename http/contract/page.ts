import { z } from "zod";

/** Paging of every list: newest first, the next page in a `Link` header. */
export const pageQuery = z.object({
	limit: z.coerce.number().int().min(1).max(200).default(50),
	/** From the `Link` of the page before. */
	cursor: z
		.string()
		.regex(/^[0-9A-Za-z]{1,64}$/, "This is not a cursor that a list gave out.")
		.optional(),
});

/** A ULID; anything else is an id of nothing. */
export const id = z
	.string()
	.regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, "This is not an id: 26 characters, as in 01HZY3V9QZ7J6W3K8T2M5N4P6R.");

export const idParams = z.object({ id });

/** RFC 3339 in UTC. */
export const time = z.iso.datetime();
