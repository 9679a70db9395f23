import { z } from "zod";

const named = z.object({
	repository: z.object({
		name: z.string(),
		owner: z.object({ login: z.string().optional(), name: z.string().optional() }),
	}),
});

/** Whose delivery this claims to be: says which secret to verify it with, and nothing more is believed before. Pure. */
export function githubRepositoryOf(body: unknown): { owner: string; name: string } | undefined {
	const parsed = named.safeParse(body);
	if (!parsed.success) return undefined;
	const { name, owner } = parsed.data.repository;
	return { owner: owner.login ?? owner.name ?? "", name };
}
