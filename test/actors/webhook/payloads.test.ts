import examples from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import { sign } from "@octokit/webhooks-methods";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deliveryId } from "#actors/webhook/delivery-id.ts";
import { readGitPayload } from "#actors/webhook/git-payload.ts";
import { readGithubPayload } from "#actors/webhook/github-payload.ts";
import { readGitlabPayload } from "#actors/webhook/gitlab-payload.ts";
import { checkRefName } from "#actors/webhook/ref-name.ts";
import { gitlabTokenHmac, verifyGithubSignature, verifyGitlabToken } from "#actors/webhook/signature.ts";

const sha = "a1b2c3d4e5".repeat(4);
const zeros = "0".repeat(40);

describe("GitHub's signature", () => {
	test("is verified as an independent implementation makes it, over the bytes as they are", async () => {
		for (const text of ["{}", '{ "a":"\\u00e9 é" }', "x".repeat(100_000)]) {
			const header = await sign("secret", text);
			expect(verifyGithubSignature("secret", Buffer.from(text), header)).toBe(true);
			expect(verifyGithubSignature("secret", Buffer.from(`${text} `), header)).toBe(false);
			expect(verifyGithubSignature("other", Buffer.from(text), header)).toBe(false);
		}
	});

	test("that is malformed is wrong, never an error", () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.string(), fc.constant(undefined)),
				(header) => !verifyGithubSignature("s", Buffer.from("x"), header),
			),
		);
		expect(verifyGithubSignature("", Buffer.from("x"), `sha256=${"0".repeat(64)}`)).toBe(false);
	});
});

test("GitLab's token is known by what was kept of it, and a repository without one never accepts", () => {
	const pepper = Buffer.alloc(32, 1);
	const kept = gitlabTokenHmac(pepper, "token");
	expect(verifyGitlabToken(pepper, "token", kept)).toBe(true);
	for (const [token, stored] of [
		["toke", kept],
		["", kept],
		[undefined, kept],
		["token", null],
		["", null],
	] as const)
		expect(verifyGitlabToken(pepper, token, stored)).toBe(false);
	expect(verifyGitlabToken(Buffer.alloc(32, 2), "token", kept)).toBe(false);
});

test("a delivery's id is the provider's, else its body's hash", () => {
	const header = (headers: Record<string, string>) => (name: string) => headers[name];
	const body = Buffer.from("x");
	expect(deliveryId("github", header({ "x-github-delivery": "abc" }), body)).toBe("abc");
	expect(deliveryId("gitlab", header({ "idempotency-key": "k", "x-gitlab-event-uuid": "u" }), body)).toBe("u");
	expect(deliveryId("gitlab", header({}), body)).toMatch(/^[0-9a-f]{64}$/);
	expect(deliveryId("git", header({ "x-oore-delivery": `a\tb${"c".repeat(500)}` }), body)).toHaveLength(200);
});

describe("a payload", () => {
	test("of every event that GitHub documents gives an answer", () => {
		let events = 0;
		for (const { name, examples: payloads } of examples) {
			for (const payload of payloads) {
				const delivery = readGithubPayload(name, payload);
				if (delivery.kind === "event") events++;
				else expect(delivery.reason).toMatch(/\.$/);
			}
		}
		expect(examples.length).toBeGreaterThan(40);
		expect(events).toBeGreaterThan(1);
	});

	test("of a push, a tag, a deletion and a review of GitHub", () => {
		const repository = { id: 5, name: "app", full_name: "acme/app", owner: { login: "acme" } };
		const push = (ref: string, after: string) =>
			readGithubPayload("push", { ref, after, repository, head_commit: { message: "m" }, pusher: { name: "p" } });
		expect(push("refs/heads/a/b", sha)).toEqual({
			kind: "event",
			repository: { owner: "acme", name: "app", providerId: 5 },
			event: {
				trigger: "push",
				branch: "a/b",
				ref: "refs/heads/a/b",
				commit: sha,
				fromFork: false,
				message: "m",
				author: "p",
			},
		});
		expect(push("refs/tags/v1", sha)).toMatchObject({ event: { trigger: "tag", tag: "v1" } });
		expect(push("refs/heads/x", zeros)).toMatchObject({ kind: "ignored", reason: "The branch x was deleted." });
		expect(push("refs/heads/-x", sha)).toMatchObject({ kind: "ignored" });
		expect(push("refs/heads/x", "short")).toMatchObject({ kind: "ignored" });
		const side = (id: number | null, ref: string) => ({ ref, sha, repo: id === null ? null : { id } });
		const review = (action: string, head: number | null) =>
			readGithubPayload("pull_request", {
				action,
				number: 7,
				repository,
				pull_request: { title: "t", user: { login: "u" }, head: side(head, "topic"), base: side(5, "main") },
			});
		expect(review("opened", 5)).toMatchObject({
			event: {
				trigger: "pull_request",
				ref: "refs/pull/7/head",
				branch: "topic",
				targetBranch: "main",
				reviewNumber: 7,
				fromFork: false,
			},
		});
		expect([review("synchronize", 6), review("reopened", null)]).toMatchObject([
			{ event: { fromFork: true } },
			{ event: { fromFork: true } },
		]);
		expect(review("closed", 5)).toMatchObject({ kind: "ignored", reason: expect.stringContaining('"closed"') });
		expect(readGithubPayload("ping", { repository })).toMatchObject({ kind: "ignored", repository: { owner: "acme" } });
	});

	test("of GitLab, nested groups and annotated tags included", () => {
		const project = { id: 9, path_with_namespace: "g/sub/app" };
		expect(
			readGitlabPayload("Push Hook", {
				ref: "refs/heads/main",
				after: sha,
				checkout_sha: sha,
				project,
				commits: [{ id: sha, message: "m" }],
			}),
		).toMatchObject({
			repository: { owner: "g/sub", name: "app", providerId: 9 },
			event: { trigger: "push", message: "m" },
		});
		expect(
			readGitlabPayload("Tag Push Hook", { ref: "refs/tags/v1", after: "b".repeat(40), checkout_sha: sha, project }),
		).toMatchObject({ event: { trigger: "tag", tag: "v1", commit: sha } });
		expect(
			readGitlabPayload("Push Hook", { ref: "refs/heads/x", after: zeros, checkout_sha: null, project }),
		).toMatchObject({ kind: "ignored", reason: "The branch x was deleted." });
		const request = (action: string, more = {}, changes = {}) =>
			readGitlabPayload("Merge Request Hook", {
				project,
				changes,
				object_attributes: {
					iid: 3,
					action,
					source_branch: "s",
					target_branch: "t",
					source_project_id: 9,
					target_project_id: 9,
					last_commit: { id: sha },
					...more,
				},
			});
		expect(request("open")).toMatchObject({
			event: { trigger: "merge_request", ref: "refs/merge-requests/3/head", fromFork: false },
		});
		expect(request("update", { oldrev: sha, source_project_id: 1 })).toMatchObject({ event: { fromFork: true } });
		expect(request("update", {}, { draft: { previous: true, current: false } }).kind).toBe("event");
		expect(request("update", {}, { draft: { previous: false, current: true } }).kind).toBe("ignored");
		expect(
			[request("update"), request("merge"), readGitlabPayload("Issue Hook", { project })].map(({ kind }) => kind),
		).toEqual(["ignored", "ignored", "ignored"]);
	});

	test("that is anything at all gives an answer", () => {
		fc.assert(
			fc.property(
				fc.constantFrom("push", "pull_request", "Push Hook", "Merge Request Hook", "x"),
				fc.jsonValue(),
				(event, body) => {
					for (const delivery of [readGithubPayload(event, body), readGitlabPayload(event, body), readGitPayload(body)])
						expect(["event", "ignored"]).toContain(delivery.kind);
				},
			),
		);
	});
});

test.each([
	["main", true],
	["feature/x", true],
	["a$(touch${IFS}PWN)", true],
	["ünïcode", true],
	["a;b", true],
	["", false],
	["-x", false],
	["a..b", false],
	["a b", false],
	["a\nb", false],
	["a~b", false],
	["a^b", false],
	["a:b", false],
	["a?b", false],
	["a*b", false],
	["a[b", false],
	["a\\b", false],
	["a@{b", false],
	["a.lock", false],
	["a/", false],
	["/a", false],
	["a//b", false],
	[".a", false],
	["a/.b", false],
	["a.", false],
	["@", false],
	["x".repeat(256), false],
])("the name %j is one that git allows: %s", (name, fine) => expect(checkRefName(name) === true).toBe(fine));
