import { z } from "zod";
import { buildStatuses, providers, repositoryStates } from "#db/vocabulary.ts";
import { id, time } from "./page.ts";

export const repository = z.object({
	id,
	name: z.string(),
	provider: z.enum(providers),
	owner: z.string(),
	repo_name: z.string(),
	/** Without credentials. */
	clone_url: z.string(),
	default_branch: z.string(),
	is_active: z.boolean(),
	state: z.enum(repositoryStates),
	/** Without one every delivery is refused. */
	has_webhook_secret: z.boolean(),
	github_repository_id: z.number().int().nullable(),
	github_installation_id: z.number().int().nullable(),
	gitlab_project_id: z.number().int().nullable(),
	created_at: time,
	updated_at: time,
});
export type Repository = z.infer<typeof repository>;

const text = (longest: number) =>
	z.string().min(1, "It is empty.").max(longest, `It is longer than ${longest} characters.`);

const changeable = {
	name: z.string().trim().min(1, "It is empty.").max(255, "It is longer than 255 characters."),
	clone_url: text(2_048),
	default_branch: text(255),
	/** Write only; never answered. */
	webhook_secret: text(1_024),
	github_repository_id: z.number().int().positive(),
	github_installation_id: z.number().int().positive(),
	gitlab_project_id: z.number().int().positive(),
};

export const newRepository = z
	.strictObject({
		provider: z.enum(providers),
		owner: text(255),
		repo_name: text(255),
		...changeable,
	})
	.partial({
		name: true,
		clone_url: true,
		default_branch: true,
		webhook_secret: true,
		github_repository_id: true,
		github_installation_id: true,
		gitlab_project_id: true,
	});
export type NewRepository = z.infer<typeof newRepository>;

export const repositoryChange = z.strictObject({ ...changeable, is_active: z.boolean() }).partial();
export type RepositoryChange = z.infer<typeof repositoryChange>;

export const repositoryQuery = z.object({ provider: z.enum(providers).optional() });

/** How a branch is: as its newest build is, however late an older one ends. */
export const branch = z.object({
	branch: z.string(),
	workflow_name: z.string(),
	build_id: id,
	status: z.enum(buildStatuses),
	commit_sha: z.string(),
	created_at: time,
});
export type Branch = z.infer<typeof branch>;

export const branchQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const webhookUrl = z.object({ webhook_url: z.string(), provider: z.enum(providers) });
export type WebhookUrl = z.infer<typeof webhookUrl>;
