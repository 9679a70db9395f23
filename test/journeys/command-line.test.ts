import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { artifact } from "#http/contract/artifacts.ts";
import { build, step } from "#http/contract/builds.ts";
import { health } from "#http/contract/health.ts";
import { repository, webhookUrl } from "#http/contract/repositories.ts";
import { webhookEvent, webhookEventDetail } from "#http/contract/webhooks.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

const bin = join(import.meta.dirname, "../../cli/bin");
let server: Server;
let repo: Repo;
let home: string;

beforeAll(async () => {
	server = await startServer();
	repo = await makeRepo();
	home = mkdtempSync(join(tmpdir(), "oore-home-"));
	await repo.commit({
		"oore.yaml": JSON.stringify({
			workflows: {
				good: { scripts: ["echo \u001b[31mhello\u001b[0m", "echo kept > kept.apk"], artifacts: ["*.apk"] },
				bad: { triggering: { events: ["tag"] }, scripts: ["exit 9"] },
			},
		}),
	});
});
afterAll(async () => {
	await server.remove();
	await repo.remove();
	rmSync(home, { recursive: true, force: true });
});

async function oore(...argv: string[]) {
	return run({ OORE_SERVER: server.url, OORE_TOKEN: server.token }, ...argv);
}
async function run(environment: Record<string, string>, ...argv: string[]) {
	return runWith("", environment, ...argv);
}
async function runWith(input: string, environment: Record<string, string>, ...argv: string[]) {
	const child = spawn(process.execPath, [join(bin, "oore.mjs"), ...argv], {
		env: { PATH: process.env["PATH"] ?? "", HOME: home, ...environment },
		stdio: ["pipe", "pipe", "pipe"],
	});
	child.stdin.end(input);
	let out = "";
	let said = "";
	child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
	child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
	const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
	return { code, out, said };
}
const json = async <T extends z.ZodType>(schema: T, ...argv: string[]): Promise<z.infer<T>> => {
	const { code, out, said } = await oore(...argv, "--json");
	expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
	return schema.parse(JSON.parse(out));
};

test("a repository's whole life, a build's, and its artifacts, each also as the API's JSON", async () => {
	writeFileSync(join(home, "secret"), "12345678\n");
	const added = await json(
		repository,
		"repo",
		"add",
		"--provider",
		"git",
		"--owner",
		"acme",
		"--repo",
		"0123",
		"--clone-url",
		repo.url,
		"--webhook-secret",
		`@file:${join(home, "secret")}`,
	);
	expect(added.repo_name).toBe("0123");
	expect(await json(z.array(repository), "repo", "list")).toHaveLength(1);
	expect((await json(repository, "repo", "show", "acme/0123")).id).toBe(added.id);
	expect((await json(webhookUrl, "repo", "webhook-url", "acme/0123")).webhook_url).toContain(
		`/api/webhooks/git/${added.id}`,
	);
	expect((await oore("build", "list")).said).toContain("There is no such build");

	const watched = await oore("build", "trigger", "acme/0123", "--workflow", "good", "--watch");
	expect(watched.code).toBe(0);
	expect(watched.out).toMatch(/success\s+Collect artifacts/);
	const failed = await oore("build", "trigger", "acme/0123", "--workflow", "bad", "--wait");
	expect([failed.code, failed.said]).toEqual([5, expect.stringContaining("exited with code 9")]);

	const builds = await json(z.array(build), "build", "list");
	expect(builds.map(({ workflow_name }) => workflow_name)).toEqual(["bad", "good"]);
	const good = builds[1]?.id ?? "";
	expect((await json(build.extend({ steps: z.array(step) }), "build", "show", good.slice(0, 22))).steps).toHaveLength(
		5,
	);
	expect(await json(z.array(step), "build", "steps", good)).toHaveLength(5);
	// Not a terminal: every byte as it was printed.
	expect((await oore("build", "logs", good, "--step", "0")).out).toBe("\u001b[31mhello\u001b[0m\n");
	expect((await oore("build", "logs", good, "-f")).out).toContain("hello");
	const stamped = /^20\d\d-\d\d-\d\dT[\d:.]+Z \u001b\[31mhello\u001b\[0m\n$/;
	for (const how of [["-t"], ["-t", "-f"]])
		expect((await oore("build", "logs", good, "--step", "0", ...how)).out).toMatch(stamped);
	expect((await oore("build", "watch", good)).code).toBe(0);
	expect((await oore("build", "watch", "last")).code).toBe(5);

	const [kept] = await json(z.array(artifact), "build", "artifacts", good);
	const folder = join(home, "out");
	expect((await oore("build", "download", good, "--all", "--output", folder)).code).toBe(0);
	expect(readFileSync(join(folder, kept?.name ?? "?"), "utf8")).toBe("kept\n");
	writeFileSync(join(folder, "kept.apk.part"), "ke");
	rmSync(join(folder, "kept.apk"));
	expect((await oore("build", "download", good, "kept.apk", "--output", folder)).code).toBe(0);
	expect(readFileSync(join(folder, "kept.apk"), "utf8")).toBe("kept\n");
	expect(existsSync(join(folder, "kept.apk.part"))).toBe(false);

	await server.client.changeRepository(added.id, { webhook_secret: "a webhook secret" });
	await server.pushed(added.id, await repo.commit({ x: "x" }));
	const [event] = await json(z.array(webhookEvent), "webhook", "list");
	expect((await json(webhookEventDetail, "webhook", "show", event?.id ?? "")).verdicts).toHaveLength(2);
	expect((await oore("webhook", "show", event?.id ?? "")).out).toContain("is not among its events");

	expect((await oore("repo", "remove", "acme/0123")).code).toBe(2);
	expect((await oore("repo", "remove", "acme/0123", "--yes")).code).toBe(0);
	expect((await oore("repo", "show", "acme/0123")).code).toBe(6);
});

test("secrets are set from stdin, a file or a variable, listed by name, and taken away", async () => {
	const environment = { OORE_SERVER: server.url, OORE_TOKEN: server.token, MINE: "from a variable" };
	const set = await runWith("from stdin\n", environment, "secret", "set", "play", "ONE", "--value", "-");
	expect(set).toMatchObject({ code: 0, out: "", said: expect.stringContaining("environment.groups: [play]") });
	expect((await run(environment, "secret", "set", "play", "TWO", "--value", "@env:MINE")).code).toBe(0);
	expect((await runWith("THREE=3\n", environment, "secret", "import", "play", "-")).said).toContain(
		"THREE: shorter than 4 characters",
	);
	const listed = JSON.parse((await run(environment, "secret", "list", "--json")).out) as { name: string }[];
	expect(listed.map(({ name }) => name).sort()).toEqual(["ONE", "THREE", "TWO"]);
	expect(JSON.stringify(listed)).not.toContain("from");
	expect(await runWith("x", environment, "secret", "set", "play", "no-name", "--value", "-")).toMatchObject({
		code: 2,
		said: expect.stringContaining("letters, digits and _ only"),
	});
	expect((await run(environment, "secret", "set", "play", "ONE")).said).toContain("Say the value");
	expect((await run(environment, "secret", "remove", "play", "ONE")).code).toBe(0);
	expect((await run(environment, "secret", "remove", "play", "ONE")).code).toBe(6);
});

describe("exit codes", () => {
	test("say what happened, with one sentence on stderr", async () => {
		expect(await json(health, "health")).toMatchObject({ status: "ok" });
		expect((await oore("version", "--json")).code).toBe(0);
		const cases: [number, RegExp, Promise<{ code: number | null; said: string; out: string }>][] = [
			[2, /Did you mean "oore build list"/, oore("build", "lst")],
			[2, /unknown option/i, oore("build", "list", "--nope")],
			[4, /--token/, run({ OORE_SERVER: server.url, OORE_TOKEN: "wrong" }, "build", "list")],
			[6, /no such build|There is no/i, oore("build", "show", "01ARZ3NDEKTSV4RRFFQ69G5FAV")],
			[7, /Is oored running there/, run({ OORE_SERVER: "http://127.0.0.1:1" }, "health")],
			[2, /no profile "none"/, run({}, "health", "--profile", "none")],
		];
		for (const [code, sentence, result] of cases) {
			const { code: got, said, out } = await result;
			expect({ got, out }).toEqual({ got: code, out: "" });
			expect(said).toMatch(sentence);
		}
		const { said } = await run({ OORE_SERVER: server.url, OORE_TOKEN: "wrong2" }, "build", "list", "--json");
		expect(JSON.parse(said)).toMatchObject({ status: 401, code: "unauthorized" });
		expect((await oore("help", "exit-codes")).out).toContain("130");
	});

	test("130 after Ctrl-C", async () => {
		const sleeper = await repoOf("sleep 100");
		const id = await server.add(sleeper, "sleeper");
		const started = await server.client.trigger(id, {});
		const watching = spawn(process.execPath, [join(bin, "oore.mjs"), "build", "watch", started.id], {
			env: { PATH: process.env["PATH"] ?? "", HOME: home, OORE_SERVER: server.url, OORE_TOKEN: server.token },
			stdio: ["ignore", "pipe", "pipe"],
		});
		await new Promise((resolve) => watching.stdout.once("data", resolve));
		watching.kill("SIGINT");
		expect(await new Promise((resolve) => watching.once("close", resolve))).toBe(130);
		await server.client.cancel(started.id);
		await server.over(started.id);
		await sleeper.remove();
	});
});

test("profiles are kept for this user only, in HUML, and say where a value comes from", async () => {
	const config = join(home, "config.huml");
	const own = (...argv: string[]) => run({ OORE_CONFIG: config }, ...argv);
	expect((await own("config", "show")).said).toContain("oore config init");
	expect((await own("config", "init", "--server", server.url, "--token", server.token)).code).toBe(0);
	expect(statSync(config).mode & 0o777).toBe(0o600);
	expect(readFileSync(config, "utf8")).toMatch(
		/^%HUML v0\.2\.0\ndefault: "default"\nprofiles::\n {2}default::\n {4}server: "http/,
	);
	expect((await own("repo", "list")).code).toBe(0);
	expect((await own("config", "init")).code).toBe(2);
	await own("config", "set", "--profile", "other", "--server", "http://127.0.0.1:1");
	expect((await own("health", "--profile", "other")).code).toBe(7);
	expect((await own("config", "set", "--default", "other")).code).toBe(0);
	expect((await own("health")).code).toBe(7);
	const shown = await own("config", "show", "--server", "http://x", "--origin", "--json");
	expect(JSON.parse(shown.out)).toMatchObject({ server: "http://x", server_from: "--server", profile: "other" });
	expect((await own("config", "profiles")).out).not.toContain(server.token);
	expect((await own("config", "path")).out).toBe(`${config}\n`);
});

async function repoOf(script: string): Promise<Repo> {
	const other = await makeRepo();
	await other.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts: [script] } } }) });
	return other;
}

describe("pipelines", () => {
	const good = "workflows:\n  a:\n    scripts: [ls]\n";

	test("are validated and converted without a server, with places and exit codes", async () => {
		const file = join(home, "oore.yaml");
		writeFileSync(file, good);
		const nowhere = { OORE_SERVER: "http://127.0.0.1:1" };
		expect(await run(nowhere, "pipeline", "validate", file)).toMatchObject({
			code: 0,
			out: "oore.yaml is valid: a.\n",
		});
		writeFileSync(join(home, "broken.yaml"), "workflows:\n  a:\n    scrips: [ls]\n");
		const broken = await run(nowhere, "pipeline", "validate", join(home, "broken.yaml"));
		expect(broken).toMatchObject({ code: 1 });
		expect(broken.out).toBe(
			'error   broken.yaml:3:5 workflows.a.scripts: A workflow needs at least one script.\nwarning broken.yaml:3:5 workflows.a.scrips: "scrips" is not known here. Did you mean "scripts"?\n',
		);
		const huml = join(home, "oore.huml");
		expect(await run(nowhere, "pipeline", "convert", file, "--output", huml)).toMatchObject({ code: 0, out: "" });
		expect(readFileSync(huml, "utf8")).toBe('%HUML v0.2.0\nworkflows::\n  a::\n    scripts::\n      - "ls"\n');
		expect(await run(nowhere, "pipeline", "validate", huml, "--json")).toMatchObject({ code: 0 });
		expect((await run(nowhere, "pipeline", "validate", join(home, "none.yaml"))).code).toBe(2);
	});

	test("are stored, shown, brought back and reset; a delivery is judged by an edited one", async () => {
		const id = await server.add(repo, "stored");
		const file = join(home, "stored.yaml");
		writeFileSync(file, good);
		expect(await oore("pipeline", "show", id)).toMatchObject({ code: 6 });
		expect(await oore("pipeline", "set", id, "--file", file)).toMatchObject({ code: 0 });
		expect(await oore("pipeline", "show", id)).toMatchObject({ code: 0, out: good });
		expect(await oore("pipeline", "reset", id)).toMatchObject({ code: 0 });
		const history = JSON.parse((await oore("pipeline", "history", id, "--json")).out) as { id: string }[];
		expect(history).toHaveLength(2);
		expect(await oore("pipeline", "restore", id, history[1]?.id ?? "")).toMatchObject({ code: 0 });
		expect((await oore("pipeline", "show", id)).out).toBe(good);

		await server.pushed(id, await repo.commit({ y: "y" }));
		const [event] = await server.client.webhookEvents({ repository: id });
		writeFileSync(file, "workflows: { edited: { scripts: [ls] } }");
		const replayed = await oore("webhook", "replay", event?.id ?? "", "--pipeline", file);
		expect(replayed).toMatchObject({ code: 0, out: expect.stringContaining("Would start edited.") });
		const tried = await oore("pipeline", "try", file, "--repo", id);
		expect(tried.out).toMatch(/git|push.*\ba\b.*edited.*differs/);
	});

	test("start with inputs, and a failed build is gone on with", async () => {
		const id = await server.add(repo, "again");
		const scripts = ["echo ${{ inputs.who }}", `test -e ${join(home, "fixed")}`];
		await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: { inputs: { who: {} }, scripts } } }) });
		const failed = await oore("build", "trigger", id, "--input", "who=you", "--wait");
		expect(failed.code).toBe(5);
		expect((await oore("build", "trigger", id, "--input", "who")).code).toBe(2);
		writeFileSync(join(home, "fixed"), "");
		const [build] = await server.client.builds({ repository: id });
		expect(await oore("build", "rerun", build?.id ?? "", "--watch")).toMatchObject({ code: 0 });
		const shell = await oore("build", "shell", build?.id ?? "", "--command", "echo $CM_BUILD_ID; basename $PWD");
		expect(shell).toMatchObject({ code: 0, out: `${build?.id}\n${build?.id}\n` });
	});
});
