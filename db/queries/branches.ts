import type { Db } from "../open.ts";
import type { BuildStatus } from "../vocabulary.ts";

export interface BranchRow {
	readonly branch: string;
	readonly workflowName: string;
	readonly buildId: string;
	readonly status: BuildStatus;
	readonly commitSha: string;
	readonly createdAt: number;
}

/**
 * How the branches of a repository are, workflow by workflow: as the newest build of their newest commit is, however
 * late that of an older one ends. The newest commit is the one pushed last: an older one built again by hand is not
 * it. Reviews are not their branch. Those built last first.
 */
export function branchesOf(db: Db, repositoryId: string, limit: number): BranchRow[] {
	return db
		.statement(
			`with own as (
				select * from builds where repository_id = ? and branch is not null and review_number is null),
			pushed as (
				select coalesce(max(case when trigger_type <> 'manual' then id end), max(id)) as id
				from own group by branch, workflow_name)
			select own.branch, own.workflow_name as workflowName, max(own.id) as buildId, own.status,
				own.commit_sha as commitSha, own.created_at as createdAt
			from pushed join builds as newest on newest.id = pushed.id
			join own on own.branch = newest.branch and own.workflow_name = newest.workflow_name
				and own.commit_sha = newest.commit_sha
			group by own.branch, own.workflow_name order by buildId desc limit ?`,
		)
		.all(repositoryId, limit) as BranchRow[];
}
