import { createHash, randomUUID } from "node:crypto";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import examples from "@octokit/webhooks-examples/api.github.com/index.json" with { type: "json" };
import { sign as independentSign } from "@octokit/webhooks-methods";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeRepo, type Pushed, type Repo } from "../support/repo.ts";
import { deliver, type Server, secret, sign, startServer } from "../support/server.ts";

let server: Server;
let repo: Repo;
let push: Pushed;
let id: string;

beforeAll(async () => {
	server = await startServer();
	repo = await makeRepo();
	push = await repo.commit({ "oore.yaml": "workflows:\n  ci:\n    scripts:\n      - 'true'\n" });
	id = await server.add(repo);
});
afterAll(async () => {
	await server.remove();
	await repo.remove();
});

/** Once every delivery is decided. */
const counts = async () => {
	await server.until(async () => (await server.client.webhookEvents({ processed: "false" })).length === 0);
	return countsNow();
};
const countsNow = async () => ({
	events: (await server.client.webhookEvents({ limit: 200 })).length,
	builds: (await server.client.builds({ limit: 200 })).length,
});
const body = () => JSON.stringify({ ref: push.ref, after: push.commit });

describe("a webhook that is not what it claims", () => {
	test.each([
		["no signature", {}],
		["an empty one", { "x-hub-signature-256": "" }],
		["one of another secret", { "x-hub-signature-256": sign("{}", "another") }],
		["one that is not hex", { "x-hub-signature-256": `sha256=${"z".repeat(64)}` }],
		["one that is too short", { "x-hub-signature-256": "sha256=ab" }],
	])("with %s is refused, changes nothing, and leaves one line for the audit", async (_, headers) => {
		const before = await counts();
		const lines = server.lines.filter((line) => line.includes("webhook_rejected")).length;
		const response = await fetch(`${server.url}/api/webhooks/git/${id}`, {
			method: "POST",
			body: body(),
			headers: { "content-type": "application/json", ...headers },
		});
		expect(response.status).toBe(401);
		expect(await counts()).toEqual(before);
		const audit = server.lines.filter((line) => line.includes("webhook_rejected"));
		expect(audit.length).toBe(lines + 1);
		expect(JSON.parse(audit.at(-1) ?? "{}")).toMatchObject({ source_ip: "127.0.0.1", repository_id: id });
		expect(audit.at(-1)).not.toContain(push.commit);
	});

	test("is told 401 while its signature is wrong, 400 once only its JSON is broken", async () => {
		const before = await counts();
		const broken = '{"ref":';
		expect((await deliver(server.url, id, broken, { "x-hub-signature-256": sign("x") })).status).toBe(401);
		expect((await deliver(server.url, id, broken)).status).toBe(400);
		expect((await deliver(server.url, id, Buffer.from([0x22, 0xff, 0x22]))).status).toBe(400);
		expect(await counts()).toEqual(before);
	});

	test("of a repository that is not there is refused like any other", async () => {
		expect((await deliver(server.url, "01ARZ3NDEKTSV4RRFFQ69G5FAV", body())).status).toBe(401);
	});

	test("of GitLab is refused without its token, and always where none is kept", async () => {
		const withToken = await server.client.addRepository({
			provider: "gitlab",
			owner: "g/sub",
			repo_name: "one",
			webhook_secret: "the token",
		});
		const without = await server.client.addRepository({ provider: "gitlab", owner: "g", repo_name: "two" });
		const send = (repository: string, token?: string) =>
			fetch(`${server.url}/api/webhooks/gitlab/${repository}`, {
				method: "POST",
				body: JSON.stringify({
					object_kind: "push",
					ref: push.ref,
					after: push.commit,
					project: { path_with_namespace: "g/sub/one" },
				}),
				headers: {
					"content-type": "application/json",
					"x-gitlab-event": "Push Hook",
					...(token !== undefined && { "x-gitlab-token": token }),
				},
			});
		for (const token of [undefined, "", "the", "the token2"])
			expect((await send(withToken.id, token)).status, String(token)).toBe(401);
		for (const token of [undefined, "", "the token"])
			expect((await send(without.id, token)).status, String(token)).toBe(401);
		expect((await send(withToken.id, "the token")).status).toBe(200);
		// No delivery id in its headers: the same body is the same delivery.
		expect(await (await send(withToken.id, "the token")).json()).toMatchObject({ status: "duplicate" });
	});
});

/** The first line of the answer to the head of a request alone. */
function announce(bytes: number): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
		socket.once("error", reject).once("data", (chunk: Buffer) => {
			resolve(chunk.toString("latin1").split("\r\n")[0] ?? "");
			socket.destroy();
		});
		socket.write(
			`POST /api/webhooks/git/${id} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n`,
		);
	});
}

describe("a webhook that is too much", () => {
	test("is refused by its size, announced or not, and by its encoding; memory stays", async () => {
		const before = server.memory();
		const large = Buffer.alloc(11 * 1024 * 1024, 0x20);
		// Refused by what is announced, before a byte of it was sent.
		expect(await announce(large.length)).toContain(" 413 ");
		const stream = new ReadableStream<Uint8Array>({
			start(controller) {
				for (let i = 0; i < 11; i++) controller.enqueue(large.subarray(0, 1024 * 1024));
				controller.close();
			},
		});
		const chunked = await fetch(`${server.url}/api/webhooks/git/${id}`, {
			method: "POST",
			body: stream,
			duplex: "half",
			headers: { "content-type": "application/json" },
		} as RequestInit).catch(() => undefined);
		// A server may close on a sender that goes on sending what was refused.
		expect([413, undefined]).toContain(chunked?.status);
		const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
		expect((await deliver(server.url, id, bomb, { "content-encoding": "gzip" })).status).toBe(415);
		expect(server.memory() - before).toBeLessThan(60 * 1024 * 1024);
		expect((await server.client.health()).status).toBe("ok");
	});

	test("by its depth changes nothing but its own row", async () => {
		const deep = `{"ref":"refs/heads/main","after":"${push.commit}","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
		expect([200, 400]).toContain((await deliver(server.url, id, deep)).status);
		expect((await server.client.health()).status).toBe("ok");
	});
});

describe("a webhook that is good", () => {
	test("is kept byte for byte, however its JSON is written", async () => {
		const odd = `{ "ref" : "refs/heads/main",\n\t"after":"${push.commit}", "x": "\\u00e9 é", "x": 2 }  `;
		const { event_id: event } = (await (await deliver(server.url, id, odd)).json()) as { event_id: string };
		const kept = await server.client.webhookEvent(event);
		expect(kept.payload_sha256).toBe(createHash("sha256").update(odd).digest("hex"));
	});

	test("is kept with its headers, but never with what proves it", async () => {
		const told = {
			authorization: "Bearer canary-1",
			cookie: "a=canary-2",
			"x-gitlab-token": "canary-3",
			"x-other": "no",
		};
		const answer = await deliver(server.url, id, `{"ref":"refs/heads/none"}`, { ...told, "user-agent": "tester/1" });
		const { event_id: event } = (await answer.json()) as { event_id: string };
		const { request_headers: headers } = await server.client.webhookEvent(event);
		expect(headers).toMatchObject({
			"content-type": "application/json",
			"user-agent": "tester/1",
			"x-gitlab-token": "(verified, not kept)",
			"x-hub-signature-256": "(verified, not kept)",
		});
		expect(Object.keys(headers ?? {})).not.toContain("x-other");
		expect(JSON.stringify(headers)).not.toContain("canary");
	});

	test("makes one event and one build, however often it comes", async () => {
		const before = await counts();
		const delivery = randomUUID();
		const first = await (await server.push(id, push, delivery)).json();
		expect(first).toMatchObject({ status: "ok" });
		expect(await (await server.push(id, push, delivery)).json()).toMatchObject({ status: "duplicate" });
		const copies = await Promise.all(Array.from({ length: 50 }, () => server.push(id, push, delivery)));
		expect(new Set(copies.map(({ status }) => status))).toEqual(new Set([200]));
		const other = randomUUID();
		const parallel = await Promise.all(Array.from({ length: 50 }, () => server.push(id, push, other)));
		expect(parallel.every(({ ok }) => ok)).toBe(true);
		await server.until(async () => (await server.client.webhookEvents({ processed: "false" })).length === 0);
		expect(await counts()).toEqual({ events: before.events + 2, builds: before.builds + 2 });
	});

	test("of GitHub is verified as an independent implementation signs it, and found by its repository", async () => {
		const label = examples.find(({ name }) => name === "label")?.examples[0] as {
			repository: { name: string; owner: { login: string } };
		};
		const { name, owner } = label.repository;
		const { id: github } = await server.client.addRepository({
			provider: "github",
			owner: owner.login,
			repo_name: name,
			clone_url: repo.url,
			webhook_secret: secret,
		});
		const send = async (event: string, payload: unknown) => {
			const text = JSON.stringify(payload);
			return fetch(`${server.url}/api/webhooks/github`, {
				method: "POST",
				body: text,
				headers: {
					"content-type": "application/json",
					"x-github-event": event,
					"x-github-delivery": randomUUID(),
					"x-hub-signature-256": await independentSign(secret, text),
				},
			});
		};
		const answer = await send("label", label);
		expect(answer.status).toBe(200);
		const { event_id: event } = (await answer.json()) as { event_id: string };
		await server.until(async () => (await server.client.webhookEvent(event)).processed);
		expect(await server.client.webhookEvent(event)).toMatchObject({
			status: "ignored",
			result: expect.stringContaining('"label"'),
			repository_id: github,
		});
		const deleted = await send("push", {
			ref: "refs/heads/old",
			before: push.commit,
			after: "0".repeat(40),
			deleted: true,
			repository: { id: 1, name: "Hello-World", full_name: "Codertocat/Hello-World", owner: { login: "Codertocat" } },
		});
		const { event_id: gone } = (await deleted.json()) as { event_id: string };
		await server.until(async () => (await server.client.webhookEvent(gone)).processed);
		expect(await server.client.webhookEvent(gone)).toMatchObject({
			status: "ignored",
			result: "The branch old was deleted.",
		});
		expect((await send("push", { broken: true })).status).toBe(401);
	});

	test("says of every workflow why it started or did not", async () => {
		const other = await repo.commit(
			{
				"oore.yaml":
					"workflows:\n  all:\n    scripts: ['true']\n  releases:\n    triggering:\n      events: [push]\n      branch_patterns: { include: [release/*] }\n    scripts: ['true']\n",
			},
			{ branch: "topic" },
		);
		const [build] = await server.pushed(id, other);
		const event = await server.client.webhookEvent(build?.webhook_event_id ?? "");
		expect(event.verdicts).toEqual([
			{ workflow: "all", starts: true, reason: "Every branch starts it.", build_id: build?.id },
			{ workflow: "releases", starts: false, reason: "The branch topic is not included by release/*.", build_id: null },
		]);
	});

	test("comes again after a day with its payload gone, and changes nothing", async () => {
		const delivery = randomUUID();
		await server.push(id, push, delivery);
		await server.until(async () => (await server.client.webhookEvents({ processed: "false" })).length === 0);
		const before = await counts();
		await server.stop();
		server = await server.restart({
			OORE_TEST_CLOCK_OFFSET_SECS: String(25 * 3600),
			OORE_DELIVERY_RETENTION_HOURS: "24",
			OORE_CLEANUP_INTERVAL_SECS: "1",
		});
		await server.until(
			async () =>
				((await server.client.actor("janitor")).context as { last: { payloads: number } | null }).last?.payloads !==
				undefined,
		);
		const [latest] = await server.client.webhookEvents({ limit: 1 });
		expect((await server.client.webhookEvent(latest?.id ?? "")).payload).toBeNull();
		expect(await (await server.push(id, push, delivery)).json()).toMatchObject({ status: "duplicate" });
		expect(await counts()).toEqual(before);
	});
});
