import { z } from "zod";
import { describeFault } from "./describe-fault.ts";
import type { Delivery, RepositoryName } from "./git-event.ts";
import { authorText, messageText } from "./plain-text.ts";
import { readRef } from "./read-ref.ts";
import { checkRefName, isCommitId } from "./ref-name.ts";

const project = z.object({ id: z.number().optional(), path_with_namespace: z.string() });

const push = z.object({
	ref: z.string(),
	after: z.string(),
	checkout_sha: z.string().nullish(),
	user_username: z.string().nullish(),
	project,
	commits: z.array(z.object({ id: z.string(), message: z.string().optional() })).nullish(),
});

const mergeRequest = z.object({
	user: z.object({ username: z.string() }).nullish(),
	project,
	object_attributes: z.object({
		iid: z.number().int().positive(),
		action: z.string().optional(),
		oldrev: z.string().nullish(),
		title: z.string().optional(),
		source_branch: z.string(),
		target_branch: z.string(),
		source_project_id: z.number().nullish(),
		target_project_id: z.number().nullish(),
		last_commit: z.object({ id: z.string() }),
	}),
	changes: z.object({ draft: z.object({ current: z.boolean().nullish() }).nullish() }).nullish(),
});

/** GitLab's delivery as one of ours; `eventType` is the header X-Gitlab-Event. Pure, never throws. */
export function readGitlabPayload(eventType: string, body: unknown): Delivery {
	switch (eventType) {
		case "Push Hook":
		case "Tag Push Hook": {
			const parsed = push.safeParse(body);
			return parsed.success ? readPush(parsed.data) : { kind: "ignored", reason: describeFault(parsed.error) };
		}
		case "Merge Request Hook": {
			const parsed = mergeRequest.safeParse(body);
			return parsed.success ? readReview(parsed.data) : { kind: "ignored", reason: describeFault(parsed.error) };
		}
		default: {
			const parsed = z.object({ project }).safeParse(body);
			const reason = `Nothing is built because of the event "${eventType.slice(0, 100)}".`;
			return { kind: "ignored", reason, ...(parsed.success && { repository: nameOf(parsed.data.project) }) };
		}
	}
}

/** An annotated tag's `after` is the tag object; `checkout_sha` is the commit. */
function readPush(data: z.infer<typeof push>): Delivery {
	const deleted = /^0+$/.test(data.after);
	const after = deleted ? data.after : (data.checkout_sha ?? data.after);
	const tip = data.commits?.find(({ id }) => id === after);
	return readRef({ ref: data.ref, after }, nameOf(data.project), {
		...messageText(tip?.message),
		...authorText(data.user_username),
	});
}

function readReview({
	object_attributes: review,
	project: where,
	user,
	changes,
}: z.infer<typeof mergeRequest>): Delivery {
	const repository = nameOf(where);
	const refused = (reason: string): Delivery => ({ kind: "ignored", reason, repository });
	const { action } = review;
	// A draft that becomes ready is worth another look: conditions may have waited for that.
	const becameReady = changes?.draft?.current === false;
	if (action === "update" && !review.oldrev && !becameReady)
		return refused("The merge request was edited, but its commits are the same.");
	if (action !== "open" && action !== "reopen" && action !== "update") {
		return refused(`Nothing is built when a merge request gets "${(action ?? "?").slice(0, 100)}".`);
	}
	if (!isCommitId(review.last_commit.id)) return refused("`object_attributes.last_commit.id` is not a full commit id.");
	for (const name of [review.source_branch, review.target_branch]) {
		const fine = checkRefName(name);
		if (fine !== true) return refused(`The name of a branch is refused. ${fine}`);
	}
	return {
		kind: "event",
		repository,
		event: {
			trigger: "merge_request",
			commit: review.last_commit.id,
			ref: `refs/merge-requests/${review.iid}/head`,
			branch: review.source_branch,
			targetBranch: review.target_branch,
			reviewNumber: review.iid,
			fromFork: review.source_project_id !== review.target_project_id,
			...messageText(review.title),
			...authorText(user?.username),
		},
	};
}

/** Groups may be nested: the project is what follows the last slash. */
function nameOf({ id, path_with_namespace: path }: z.infer<typeof project>): RepositoryName {
	const slash = path.lastIndexOf("/");
	return {
		owner: path.slice(0, Math.max(0, slash)),
		name: path.slice(slash + 1),
		...(id !== undefined && { providerId: id }),
	};
}
