import type { Provider } from "#db/vocabulary.ts";
import type { SimulatedCommit, SimulatedRepository } from "./world.ts";

/** What a provider would send. */
export interface SimulatedDelivery {
	readonly eventType: string;
	readonly body: unknown;
}

export interface Review {
	readonly number: number;
	readonly branch: string;
	readonly isNew: boolean;
}

/** Of a branch or a tag. */
export function pushDelivery(
	repository: SimulatedRepository,
	ref: string,
	{ id: after, message, author, changes, parent }: SimulatedCommit,
): SimulatedDelivery {
	const before = parent ?? "0".repeat(40);
	const isTag = ref.startsWith("refs/tags/");
	switch (repository.provider) {
		case "github":
			return {
				eventType: "push",
				body: {
					ref,
					before,
					after,
					repository: githubRepository(repository),
					pusher: { name: author },
					head_commit: { id: after, message, author: { name: author }, added: [], removed: [], modified: changes },
				},
			};
		case "gitlab":
			return {
				eventType: isTag ? "Tag Push Hook" : "Push Hook",
				body: {
					object_kind: isTag ? "tag_push" : "push",
					ref,
					before,
					after,
					checkout_sha: after,
					user_username: author,
					project: gitlabProject(repository),
					commits: [{ id: after, message, modified: changes }],
				},
			};
		case "git":
			return { eventType: "push", body: { ref, after, message, pusher: author } };
	}
}

/** Plain git has no reviews: there it is a push. */
export function reviewDelivery(
	repository: SimulatedRepository,
	{ number, branch, isNew }: Review,
	commit: SimulatedCommit,
): SimulatedDelivery {
	switch (repository.provider) {
		case "github": {
			const repo = { id: repository.number };
			return {
				eventType: "pull_request",
				body: {
					action: isNew ? "opened" : "synchronize",
					number,
					repository: githubRepository(repository),
					pull_request: {
						title: commit.message,
						user: { login: commit.author },
						head: { ref: branch, sha: commit.id, repo },
						base: { ref: "main", sha: commit.parent ?? "", repo },
					},
				},
			};
		}
		case "gitlab":
			return {
				eventType: "Merge Request Hook",
				body: {
					object_kind: "merge_request",
					user: { username: commit.author },
					project: gitlabProject(repository),
					object_attributes: {
						iid: number,
						action: isNew ? "open" : "update",
						oldrev: isNew ? null : commit.parent,
						title: commit.message,
						source_branch: branch,
						target_branch: "main",
						source_project_id: repository.number,
						target_project_id: repository.number,
						last_commit: { id: commit.id },
					},
				},
			};
		case "git":
			return pushDelivery(repository, `refs/heads/${branch}`, commit);
	}
}

/** Something that starts no build. */
export function idleDelivery(repository: SimulatedRepository): SimulatedDelivery {
	const bodies: Readonly<Record<Provider, SimulatedDelivery>> = {
		github: {
			eventType: "issue_comment",
			body: { action: "created", repository: githubRepository(repository), comment: { body: "Looks good to me" } },
		},
		gitlab: {
			eventType: "Note Hook",
			body: { object_kind: "note", project: gitlabProject(repository), object_attributes: { note: "Thanks" } },
		},
		git: { eventType: "push", body: { ref: "refs/heads/old", after: "0".repeat(40) } },
	};
	return bodies[repository.provider];
}

function githubRepository({ number: id, name, owner: login }: SimulatedRepository) {
	return { id, name, full_name: `${login}/${name}`, owner: { login }, private: true, default_branch: "main" };
}

function gitlabProject({ number: id, owner, name }: SimulatedRepository) {
	return { id, path_with_namespace: `${owner}/${name}`, default_branch: "main" };
}
