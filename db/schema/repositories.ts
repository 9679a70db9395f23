import { sql } from "drizzle-orm";
import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Provider, RepositoryState } from "../vocabulary.ts";

export const repositories = sqliteTable(
	"repositories",
	{
		id: text().primaryKey(),
		name: text().notNull(),
		provider: text().$type<Provider>().notNull(),
		owner: text().notNull(),
		repoName: text("repo_name").notNull(),
		cloneUrl: text("clone_url").notNull(),
		defaultBranch: text("default_branch").notNull(),
		state: text().$type<RepositoryState>().notNull(),
		githubRepositoryId: integer("github_repository_id"),
		githubInstallationId: integer("github_installation_id"),
		gitlabProjectId: integer("gitlab_project_id"),
		/** Sealed by the vault; of GitHub and plain git. */
		webhookSecret: text("webhook_secret"),
		/** HMAC of GitLab's token; the token itself is never kept. */
		webhookTokenHmac: text("webhook_token_hmac"),
		createdAt: integer("created_at").notNull(),
		updatedAt: integer("updated_at").notNull(),
		/** Removed repositories keep their builds. */
		removedAt: integer("removed_at"),
	},
	(t) => [uniqueIndex("repositories_by_name").on(t.provider, t.owner, t.repoName).where(sql`removed_at is null`)],
);
