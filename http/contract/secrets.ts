import { z } from "zod";
import { id, time } from "./page.ts";

const group = z.string().regex(/^[\w. -]{1,100}$/, "A group's name has letters, digits, spaces, dots, - and _ only.");

/** Its value never leaves the server but to steps of builds. */
export const secret = z.object({
	id,
	/** Null: for every repository. */
	repository_id: id.nullable(),
	group: z.string(),
	name: z.string(),
	saved_by: z.string(),
	updated_at: time,
});
export type Secret = z.infer<typeof secret>;

export const secretQuery = z.object({ repository: id.optional(), group: z.string().max(100).optional() });
export type SecretQuery = z.input<typeof secretQuery>;

const longest = 64 * 1024;
const variable = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;
const values = z
	.record(
		z.string(),
		z
			.string()
			.min(1, "A secret has at least one character.")
			.max(longest, "A secret has at most 64 KB.")
			.refine((value) => !value.includes("\0"), "A variable cannot hold a NUL character."),
	)
	.superRefine((all, context) => {
		const names = Object.keys(all);
		if (names.length === 0) context.addIssue({ code: "custom", message: "There is nothing to set." });
		// A record's own check of its keys says only that one is invalid.
		for (const name of names)
			if (!variable.test(name))
				context.addIssue({
					code: "custom",
					path: [name],
					message: "The name of a variable has letters, digits and _ only, no digit first.",
				});
	});

/** Several at once, all or none; those of the same names are replaced. */
export const secretsToSet = z.strictObject({
	repository_id: id.nullish(),
	group,
	values,
	/** Who, for the history. */
	saved_by: z.string().min(1).max(255).optional(),
});
export type SecretsToSet = z.infer<typeof secretsToSet>;
