import { z } from "zod";
import { describeFault } from "./describe-fault.ts";
import type { Delivery, RepositoryName } from "./git-event.ts";
import { authorText, messageText } from "./plain-text.ts";
import { readRef } from "./read-ref.ts";
import { checkRefName, isCommitId } from "./ref-name.ts";

const repository = z.object({
	id: z.number().optional(),
	name: z.string(),
	full_name: z.string().optional(),
	owner: z.object({ login: z.string().optional(), name: z.string().optional() }),
});

const push = z.object({
	ref: z.string(),
	after: z.string(),
	repository,
	head_commit: z.object({ message: z.string().optional() }).nullish(),
	pusher: z.object({ name: z.string().optional() }).nullish(),
});

const branch = z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: z.number() }).nullish() });
const pullRequest = z.object({
	action: z.string(),
	number: z.number().int().positive(),
	repository,
	pull_request: z.object({
		title: z.string().optional(),
		user: z.object({ login: z.string() }).nullish(),
		head: branch,
		base: branch,
	}),
});

/** Actions after which there is something new to build. */
const building = ["opened", "synchronize", "reopened", "ready_for_review"];

/** GitHub's delivery as one of ours; a body that lacks what is needed is ignored with the reason. Pure, never throws. */
export function readGithubPayload(eventType: string, body: unknown): Delivery {
	switch (eventType) {
		case "push": {
			const parsed = push.safeParse(body);
			return parsed.success ? readPush(parsed.data) : { kind: "ignored", reason: describeFault(parsed.error) };
		}
		case "pull_request": {
			const parsed = pullRequest.safeParse(body);
			return parsed.success ? readReview(parsed.data) : { kind: "ignored", reason: describeFault(parsed.error) };
		}
		case "ping":
			return ignored("A ping: GitHub can reach this server.", body);
		case "create":
		case "delete":
			return ignored("Branches and tags that come or go are known by their pushes.", body);
		default:
			return ignored(`Nothing is built because of the event "${eventType.slice(0, 100)}".`, body);
	}
}

function readPush(data: z.infer<typeof push>): Delivery {
	return readRef(data, nameOf(data.repository), {
		...messageText(data.head_commit?.message),
		...authorText(data.pusher?.name),
	});
}

function readReview({
	action,
	number,
	repository: where,
	pull_request: review,
}: z.infer<typeof pullRequest>): Delivery {
	const repository = nameOf(where);
	const refused = (reason: string): Delivery => ({ kind: "ignored", reason, repository });
	if (!building.includes(action)) return refused(`Nothing is built when a pull request is "${action.slice(0, 100)}".`);
	if (!isCommitId(review.head.sha)) return refused("`pull_request.head.sha` is not a full commit id.");
	for (const { ref } of [review.head, review.base]) {
		const fine = checkRefName(ref);
		if (fine !== true) return refused(`The name of a branch is refused. ${fine}`);
	}
	return {
		kind: "event",
		repository,
		event: {
			trigger: "pull_request",
			commit: review.head.sha,
			ref: `refs/pull/${number}/head`,
			branch: review.head.ref,
			targetBranch: review.base.ref,
			reviewNumber: number,
			fromFork: !review.head.repo || review.head.repo.id !== review.base.repo?.id,
			...messageText(review.title),
			...authorText(review.user?.login),
		},
	};
}

function ignored(reason: string, body: unknown): Delivery {
	const parsed = z.object({ repository }).safeParse(body);
	return { kind: "ignored", reason, ...(parsed.success && { repository: nameOf(parsed.data.repository) }) };
}

function nameOf({ id, name, owner, full_name }: z.infer<typeof repository>): RepositoryName {
	const login = owner.login ?? owner.name ?? full_name?.split("/")[0] ?? "";
	return { owner: login, name, ...(id !== undefined && { providerId: id }) };
}
