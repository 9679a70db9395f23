import type { Delivery, GitEvent, RepositoryName } from "./git-event.ts";
import { checkRefName, isCommitId } from "./ref-name.ts";

/** What a push says: of a branch or a tag, to a commit or away. Pure. */
export function readRef(
	push: { ref: string; after: string },
	repository: RepositoryName,
	rest: Pick<GitEvent, "message" | "author">,
): Delivery {
	const ignored = (reason: string): Delivery => ({ kind: "ignored", reason, repository });
	const match = /^refs\/(heads|tags)\/(.*)$/s.exec(push.ref);
	if (!match) return ignored(`${push.ref} is neither a branch nor a tag.`);
	const name = match[2] ?? "";
	const what = match[1] === "tags" ? "tag" : "branch";
	const fine = checkRefName(name);
	if (fine !== true) return ignored(`The name of the ${what} is refused. ${fine}`);
	if (/^0+$/.test(push.after)) return ignored(`The ${what} ${name} was deleted.`);
	if (!isCommitId(push.after)) return ignored("`after` is not a full commit id.");
	const common = { commit: push.after, ref: push.ref, fromFork: false, ...rest };
	const event: GitEvent =
		what === "tag" ? { trigger: "tag", tag: name, ...common } : { trigger: "push", branch: name, ...common };
	return { kind: "event", repository, event };
}
