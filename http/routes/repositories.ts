import { z } from "zod";
import { checkCloneUrl, defaultCloneUrl, redactCloneUrl } from "#actors/repository/clone-url.ts";
import { addRepository, changeRepository, removeRepository } from "#actors/repository/manage-repositories.ts";
import { checkOwner, checkRepositoryName } from "#actors/repository/names.ts";
import type { RepositoryFields } from "#actors/repository/repository.machine.ts";
import { checkRefName } from "#actors/webhook/ref-name.ts";
import { type BranchRow, branchesOf } from "#db/queries/branches.ts";
import { type RepositoryRow, repositoriesOf, repositoryById } from "#db/queries/repositories.ts";
import { isoTime } from "../as-json.ts";
import { idParams } from "../contract/page.ts";
import { paths, patterns } from "../contract/paths.ts";
import {
	type Branch,
	branch,
	branchQuery,
	type NewRepository,
	newRepository,
	type Repository,
	repository,
	repositoryChange,
	repositoryQuery,
	webhookUrl,
} from "../contract/repositories.ts";
import type { Deps } from "../deps.ts";
import { invalidFields, notFound } from "../http-error.ts";
import type { App } from "../server.ts";

const tags = ["repositories"];

export function repositoryRoutes(app: App, { ci, baseUrl }: Deps): void {
	const { outside, kernel } = ci;
	const found = (id: string): RepositoryRow => {
		const row = repositoryById(outside.db, id);
		if (!row) throw notFound("repository");
		return row;
	};
	const check = (fields: Partial<NewRepository>) => checkFields(fields, outside.allowLocalRepositories);
	const asRepository = (row: RepositoryRow): Repository => ({
		...repositoryFields(row),
		has_webhook_secret:
			row.webhookSecret !== null ||
			row.webhookTokenHmac !== null ||
			(row.provider === "github" && outside.githubWebhookSecret !== undefined),
	});

	app.get(
		patterns.repositories,
		{
			schema: {
				tags,
				summary: "Every repository",
				querystring: repositoryQuery,
				response: { 200: z.array(repository) },
			},
		},
		async (request) => repositoriesOf(outside.db, request.query.provider).map(asRepository),
	);
	app.post(
		patterns.repositories,
		{ schema: { tags, summary: "Add a repository", body: newRepository, response: { 201: repository } } },
		async (request, reply) => {
			check(request.body);
			const id = await addRepository(kernel, outside, fieldsOf(request.body), request.body.webhook_secret);
			return reply
				.code(201)
				.header("location", paths.repository(id))
				.send(asRepository(found(id)));
		},
	);
	app.get(
		patterns.repository,
		{ schema: { tags, summary: "One repository", params: idParams, response: { 200: repository } } },
		async (request) => asRepository(found(request.params.id)),
	);
	app.put(
		patterns.repository,
		{
			schema: {
				tags,
				summary: "Change a repository",
				params: idParams,
				body: repositoryChange,
				response: { 200: repository },
			},
		},
		async (request) => {
			check(request.body);
			const { webhook_secret: webhookSecret, is_active: isActive, ...rest } = request.body;
			await changeRepository(kernel, outside, request.params.id, {
				fields: changedFields(rest),
				isActive,
				webhookSecret,
			});
			return asRepository(found(request.params.id));
		},
	);
	app.delete(
		patterns.repository,
		{
			schema: { tags, summary: "Remove a repository; its builds stay", params: idParams, response: { 204: z.null() } },
		},
		async (request, reply) => {
			await removeRepository(kernel, outside, request.params.id);
			return reply.code(204).send(null);
		},
	);
	app.get(
		patterns.branches,
		{
			schema: {
				tags,
				summary: "How its branches are: as the builds of their newest commits",
				params: idParams,
				querystring: branchQuery,
				response: { 200: z.array(branch) },
			},
		},
		async ({ params, query }) => branchesOf(outside.db, found(params.id).id, query.limit).map(asBranch),
	);
	app.get(
		patterns.webhookUrl,
		{
			schema: { tags, summary: "Where its provider sends deliveries", params: idParams, response: { 200: webhookUrl } },
		},
		async (request) => {
			const { id, provider } = found(request.params.id);
			return { webhook_url: `${baseUrl()}${paths.webhook(provider, id)}`, provider };
		},
	);
}

function asBranch({ branch: name, workflowName, buildId, status, commitSha, createdAt }: BranchRow): Branch {
	return {
		branch: name,
		workflow_name: workflowName,
		build_id: buildId,
		status,
		commit_sha: commitSha,
		created_at: isoTime(createdAt),
	};
}

function repositoryFields(row: RepositoryRow): Omit<Repository, "has_webhook_secret"> {
	return {
		id: row.id,
		name: row.name,
		provider: row.provider,
		owner: row.owner,
		repo_name: row.repoName,
		clone_url: redactCloneUrl(row.cloneUrl),
		default_branch: row.defaultBranch,
		is_active: row.state !== "inactive",
		state: row.state,
		github_repository_id: row.githubRepositoryId,
		github_installation_id: row.githubInstallationId,
		gitlab_project_id: row.gitlabProjectId,
		created_at: isoTime(row.createdAt),
		updated_at: isoTime(row.updatedAt),
	};
}

function fieldsOf(body: NewRepository): RepositoryFields {
	const { provider, owner, repo_name: repoName } = body;
	return {
		name: body.name ?? `${owner}/${repoName}`,
		provider,
		owner,
		repoName,
		cloneUrl: body.clone_url ?? (provider === "git" ? "" : defaultCloneUrl(provider, owner, repoName)),
		defaultBranch: body.default_branch ?? "main",
		githubRepositoryId: body.github_repository_id ?? null,
		githubInstallationId: body.github_installation_id ?? null,
		gitlabProjectId: body.gitlab_project_id ?? null,
	};
}

function changedFields(
	body: Omit<z.infer<typeof repositoryChange>, "webhook_secret" | "is_active">,
): Partial<RepositoryFields> {
	return {
		...(body.name !== undefined && { name: body.name }),
		...(body.clone_url !== undefined && { cloneUrl: body.clone_url }),
		...(body.default_branch !== undefined && { defaultBranch: body.default_branch }),
		...(body.github_repository_id !== undefined && { githubRepositoryId: body.github_repository_id }),
		...(body.github_installation_id !== undefined && { githubInstallationId: body.github_installation_id }),
		...(body.gitlab_project_id !== undefined && { gitlabProjectId: body.gitlab_project_id }),
	};
}

function checkFields(fields: Partial<NewRepository>, allowLocal: boolean): void {
	const checks: [field: string, value: string | undefined, check: (text: string) => true | string][] = [
		["owner", fields.owner, checkOwner],
		["repo_name", fields.repo_name, checkRepositoryName],
		["default_branch", fields.default_branch, checkRefName],
		["clone_url", fields.clone_url, (url) => checkCloneUrl(url, { allowLocal })],
	];
	const faults = checks.flatMap(([field, value, check]) => {
		const fine = value === undefined || check(value);
		return fine === true ? [] : [{ field, message: fine }];
	});
	if (fields.provider === "git" && fields.clone_url === undefined)
		faults.push({ field: "clone_url", message: "Plain git has no place of its own: say where it is." });
	if (faults.length > 0) throw invalidFields(faults);
}
