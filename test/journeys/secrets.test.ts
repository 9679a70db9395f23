import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { paths } from "#http/contract/paths.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, sign, startServer } from "../support/server.ts";

const key = "5ca1ab1e".repeat(8);
const adminToken = "canary-admin-token-9f2";
let server: Server;
let repo: Repo;
let id: string;

beforeAll(async () => {
	server = await startServer({ environment: { OORE_ENCRYPTION_KEY: key, OORE_ADMIN_TOKEN: adminToken } });
});
afterAll(() => server.remove());
beforeEach(async (context) => {
	repo = await makeRepo();
	id = await server.add(repo, `app-${context.task.id}`);
});
afterEach(() => repo.remove());

const set = (group: string, values: Record<string, string>, repository: string | null = null) =>
	server.client.setSecrets({ group, values, repository_id: repository });

async function built(groups: string[], scripts: string[], rest: object = {}) {
	await repo.commit({
		"oore.yaml": JSON.stringify({ workflows: { ci: { environment: { groups }, scripts, ...rest } } }),
	});
	return server.over((await server.client.trigger(id, {})).id);
}
const log = async (build: string, step: number, stream: "stdout" | "stderr" = "stdout") =>
	(await server.client.logContent(build, { step, stream })).content;

describe("a secret", () => {
	test("is a variable of steps whose workflow asks for its group, and of no others", async () => {
		await set("mine", { TOKEN: "canary-one" });
		await set("other", { OTHER: "canary-two" });
		const build = await built(["mine"], ['echo "${#TOKEN} ${OTHER-none}"']);
		expect(build).toMatchObject({ status: "success", trusted: true });
		expect(await log(build.id, 0)).toBe("10 none\n");
		expect(await log(build.id, -1)).toContain("Secrets: TOKEN.");
	});

	test("of the repository goes before that of every one, a later group before an earlier one, the pipeline before both", async () => {
		await set("a", { ONE: "from-a", TWO: "from-a", THREE: "from-a" });
		await set("a", { TWO: "own-from-a" }, id);
		await set("b", { THREE: "b" });
		const vars = { FOUR: "vars" };
		await set("b", { FOUR: "from-b" });
		await repo.commit({
			"oore.yaml": JSON.stringify({
				workflows: {
					ci: { environment: { groups: ["a", "b"], vars }, scripts: ['echo "${#ONE} ${#TWO} ${#THREE} $FOUR"'] },
				},
			}),
		});
		const build = await server.over((await server.client.trigger(id, {})).id);
		expect(await log(build.id, 0)).toBe("6 10 1 vars\n");
	});

	test("that is missing is said where the build's checkout is told of", async () => {
		const build = await built(["nothing"], ["true"]);
		expect(build.status).toBe("success");
		expect(await log(build.id, -1)).toContain("Warning: the group nothing has no secrets.");
	});

	test("that was removed is gone, and that was replaced is hidden on", async () => {
		await set("old", { GONE: "canary-gone", KEPT: "canary-before" });
		await set("old", { KEPT: "canary-after" });
		const gone = (await server.client.secrets({ group: "old" })).find(({ name }) => name === "GONE");
		await server.client.removeSecret(gone?.id ?? "");
		await expect(server.client.removeSecret(gone?.id ?? "")).rejects.toMatchObject({ status: 404 });
		const build = await built(["old"], ['echo "${GONE-none} $KEPT canary-before canary-gone"']);
		expect(await log(build.id, 0)).toBe(`none ${"*".repeat(12)} ${"*".repeat(13)} ${"*".repeat(11)}\n`);
	});

	test("is refused with the member that is wrong, and then nothing is set", async () => {
		for (const values of [{ FINE: "x", "not-a-name": "x" }, { EMPTY: "" }, { NUL: "a\0b" }, {}])
			await expect(set("refused", values as Record<string, string>)).rejects.toMatchObject({ status: 400 });
		await expect(set("refused", { A: "x" }, "01HZY3V9QZ7J6W3K8T2M5N4P6R")).rejects.toMatchObject({ status: 404 });
		expect(await server.client.secrets({ group: "refused" })).toEqual([]);
	});
});

describe("a secret in the output of a step", () => {
	test("is hidden wherever the writes are cut, on both streams, in the file, the API, the stream and the download", async () => {
		const secret = "canary/Split+Secret=";
		await set("split", { SPLIT: secret });
		// A pause longer than the follower's, so that each half is moved by itself.
		const script = `
			i=1
			while [ $i -lt ${secret.length} ]; do
				head=$(printf %s "$SPLIT" | cut -c1-$i); tail=$(printf %s "$SPLIT" | cut -c$((i+1))-)
				printf %s "$head"; printf %s "$head" >&2; sleep 0.06
				echo "$tail"; echo "$tail" >&2
				i=$((i+1))
			done`;
		await repo.commit({
			"oore.yaml": JSON.stringify({ workflows: { ci: { environment: { groups: ["split"] }, scripts: [script] } } }),
		});
		const { id: build } = await server.client.trigger(id, {});
		const streamed = server.fetch(`/api/builds/${build}/logs/stream?step=0`).then((response) => response.text());
		await server.over(build);
		const expected = `${"*".repeat(secret.length)}\n`.repeat(secret.length - 1);
		for (const stream of ["stdout", "stderr"] as const) {
			expect(readFileSync(join(server.folder, "logs", build, `step-0-${stream}.log`), "utf8")).toBe(expected);
			expect(await log(build, 0, stream)).toBe(expected);
			const text = await server.client.logBytes(build, { step: 0, stream });
			expect(await new Response(text).text()).toBe(expected);
		}
		const everything = await streamed;
		expect(everything).toContain("***");
		for (const part of ["canary", "Secret="]) expect(everything).not.toContain(part);
	});

	test("is hidden line by line and in other spellings", async () => {
		const secret = "-----BEGIN CANARY-----\nfirst canary line\nsecond/canary+line\n-----END CANARY-----\n";
		await set("pem", { PEM: secret });
		const build = await built(
			["pem"],
			[
				'printf %s "$PEM" | while read -r line; do echo "> $line"; done',
				'printf %s "$PEM" | base64; printf "user:%s" "$PEM" | base64 -w0; echo',
				'set -x; : "$PEM"; env | grep -A3 PEM=',
			],
		);
		for (const step of [0, 1, 2]) {
			const text = (await log(build.id, step)) + (await log(build.id, step, "stderr"));
			expect(text).toContain("*****");
			expect(text).not.toMatch(/canary|CANARY/);
			for (const piece of text.match(/[A-Za-z0-9+/]{8,}/g) ?? [])
				expect(Buffer.from(piece, "base64").toString("latin1")).not.toMatch(/anar|ANAR/);
		}
	});

	test("is hidden in what a failed test says, and in what is kept of artifacts", async () => {
		await set("tests", { PASSWORD: "canary-in-a-test" });
		const report = '<testsuite name="s"><testcase name="t"><failure message="got $PASSWORD"/></testcase></testsuite>';
		const build = await built(["tests"], [], {
			scripts: [
				{
					script: `echo '${report}' | sed "s/[$]PASSWORD/$PASSWORD/" > r.xml; touch "$PASSWORD.txt"`,
					test_report: "r.xml",
				},
			],
			artifacts: ["*.txt"],
		});
		expect(build.tests?.failures[0]?.message).toBe(`got ${"*".repeat(16)}`);
		const steps = await server.client.steps(build.id);
		const collecting = steps.find(({ name }) => name === "Collect artifacts");
		expect(await log(build.id, collecting?.step_index ?? -9)).not.toContain("canary");
	});
});

test("a fork's commit gets none, run again by hand neither", async () => {
	await set("fork", { FORKED: "canary-for-forks" });
	const commit = await repo.reviewRef("refs/pull/7/head", {
		"oore.yaml": JSON.stringify({
			workflows: {
				ci: {
					triggering: { events: ["pull_request"] },
					environment: { groups: ["fork"] },
					scripts: ['echo "[$FORKED]"; env'],
				},
			},
		}),
	});
	const hub = await startServer({ environment: { OORE_ENCRYPTION_KEY: key } });
	try {
		const repository = await hub.client.addRepository({
			provider: "github",
			owner: "acme",
			repo_name: "forked",
			clone_url: repo.url,
			webhook_secret: "hook",
		});
		await hub.client.setSecrets({ group: "fork", values: { FORKED: "canary-for-forks" } });
		const branch = (repoId: number) => ({ ref: "x", sha: commit, repo: { id: repoId } });
		const body = JSON.stringify({
			action: "opened",
			number: 7,
			repository: { id: 1, name: "forked", owner: { login: "acme" } },
			pull_request: { head: branch(2), base: { ...branch(1), ref: "main" } },
		});
		const response = await fetch(`${hub.url}/api/webhooks/github`, {
			method: "POST",
			body,
			headers: {
				"content-type": "application/json",
				"x-github-event": "pull_request",
				"x-github-delivery": "1",
				"x-hub-signature-256": sign(body, "hook"),
			},
		});
		const { event_id: event } = (await response.json()) as { event_id: string };
		await hub.until(async () => (await hub.client.webhookEvent(event)).processed);
		const [build = ""] = (await hub.client.webhookEvent(event)).builds;
		for (const each of [build, (await hub.client.retrigger((await hub.over(build)).id)).id]) {
			expect(await hub.over(each)).toMatchObject({ status: "success", trusted: false });
			const { content } = await hub.client.logContent(each, { step: 0, stream: "stdout" });
			expect(content).toMatch(/^\[\]\n/);
			expect(content).not.toContain("FORKED");
		}
		expect(repository.id).toBeDefined();
	} finally {
		await hub.remove();
	}
});

test("SEC-04: whatever goes wrong, no answer, line or file tells a secret", async () => {
	const canaries = ["canary-value-77", "canary-replaced-77", adminToken, key, "canary-password-77"];
	await set("leaks", { LEAK: "canary-replaced-77" });
	await set("leaks", { LEAK: "canary-value-77" });
	const failing = await built(["leaks"], ['echo "$LEAK" >&2; kill -9 $$']);
	const missing = await built(["leaks"], ["true"], { artifacts: ["$LEAK/*", "$NOTHING/*"] });
	const refused = await server.client
		.addRepository({
			provider: "git",
			owner: "a",
			repo_name: "b",
			clone_url: "http://u:canary-password-77@127.0.0.1:1/x.git",
		})
		.then((added) => server.client.trigger(added.id, {}))
		.catch((error: unknown) => error);
	const answers: string[] = [JSON.stringify(refused)];
	const db = new Database(join(server.folder, "oore.db"));
	db.prepare("update builds set inputs = '{' where id = ?").run(missing.id);
	db.close();
	const broken = await server.fetch(paths.build(missing.id));
	expect(broken.status).toBe(500);
	const problem = (await broken.json()) as Record<string, unknown>;
	expect(Object.keys(problem).sort()).toEqual(["code", "detail", "error", "request_id", "status", "title", "type"]);
	answers.push(JSON.stringify(problem));
	for (const path of [
		paths.secrets(),
		paths.build(failing.id),
		paths.steps(failing.id),
		paths.actors({ limit: 200 }),
		paths.actor(`builds/${failing.id}`),
		paths.journal(`builds/${failing.id}`),
		paths.journal(`builds/${failing.id}/step-0`),
		paths.workspace(failing.id),
		paths.repositories(),
		"/api/openapi.json",
	])
		answers.push(await (await server.fetch(path)).text());
	answers.push(await log(failing.id, 0, "stderr"), server.lines.join("\n"));
	const files = readdirSync(server.folder, { recursive: true, encoding: "utf8" }).map((name) =>
		join(server.folder, name),
	);
	// Its own settings are where the key and the token are kept.
	const kept = files.filter((file) => statSync(file).isFile() && !file.endsWith("oore.env"));
	expect(kept.some((file) => file.endsWith("oore.db-wal"))).toBe(true);
	const places = new Map([
		...answers.map((text, at) => [`answer ${at}`, text] as const),
		...kept.map((file) => [file, readFileSync(file, "latin1")] as const),
	]);
	const told = [...places].flatMap(([place, text]) =>
		canaries
			// A clone URL is kept as it was given.
			.filter((canary) => text.includes(canary) && !(canary.includes("password") && /oore\.db/.test(place)))
			.map((canary) => `${canary} in ${place}`),
	);
	expect(told).toEqual([]);
	const asked = await server.client.workspace(failing.id, { secrets: true });
	expect(asked.environment["LEAK"]).toBe("canary-value-77");
});
