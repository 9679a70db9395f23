import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Build } from "#http/contract/builds.ts";
import type { Problem } from "#http/contract/errors.ts";
import { paths } from "#http/contract/paths.ts";
import type { Stats } from "#http/contract/stats.ts";
import { deliver, type Server, sign, startServer } from "../support/server.ts";

const root = join(import.meta.dirname, "../..");
const undo: (() => unknown)[] = [];
afterEach(async () => {
	for (const each of undo.splice(0).reverse()) await each();
});

interface Demo extends Server {
	/** Where it makes its folder. */
	readonly temporary: string;
	/** Stands for a real installation of which nothing can be opened. */
	readonly real: string;
}

function folderFor(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), `oore-test-${name}-`));
	undo.push(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

async function startDemo(environment: Record<string, string> = {}): Promise<Demo> {
	const temporary = folderFor("tmp");
	const real = folderFor("real");
	writeFileSync(join(real, "oore.env"), "OORE_ENCRYPTION_KEY=no key at all\n");
	writeFileSync(join(real, "oore.db"), "no database at all");
	const server = await startServer({
		folder: real,
		environment: {
			TMPDIR: temporary,
			OORE_DEMO_MODE: "true",
			OORE_DATABASE_URL: join(real, "oore.db"),
			OORE_ARTIFACTS_DIR: join(real, "artifacts"),
			ENCRYPTION_KEY: "no key either",
			...environment,
		},
	});
	undo.push(() => server.remove());
	return Object.assign(server, { temporary, real });
}

/** Seconds pass in some milliseconds. */
const fast = { OORE_TEST_CLOCK_SPEED: "100" };

const statusesOf = (builds: readonly Build[]) => new Set(builds.map(({ status }) => status));

async function over({ client }: Server, id: string): Promise<Build> {
	const stop = new AbortController();
	try {
		for await (const _ of client.follow(paths.buildEvents(id, { after: 0 }), stop.signal)) {
			const build = await client.build(id);
			if (build.finished_at !== null) return build;
		}
	} finally {
		stop.abort();
	}
	throw new Error("The server ended before the build did.");
}

/** Every entry with its time of change, so that a file that was only touched shows too. */
function contentOf(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.sort()
		.map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`);
}

/** Children that run, and page faults of those that have ended: nobody runs without one. Only Linux tells. */
function childrenOf(pid = 0): { running: string; faults: number } | undefined {
	if (process.platform !== "linux") return undefined;
	const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return { running: readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8"), faults: Number(fields[8]) };
}

describe("a demo", () => {
	test("has a past and a present, each of it from actors, and what runs can be cancelled", async () => {
		const demo = await startDemo();
		const { client } = demo;
		expect(await client.health()).toMatchObject({ status: "ok", demo_mode: true, workers: { max: 3 } });
		await demo.until(async () => statusesOf(await client.builds({ limit: 100 })).size === 5);
		const builds = await client.builds({ limit: 100 });
		expect(builds.length).toBeGreaterThan(30);
		expect(new Set(builds.map(({ trigger_type: trigger }) => trigger))).toEqual(
			new Set(["push", "pull_request", "merge_request", "tag", "manual"]),
		);
		expect(new Set(builds.map(({ config_source: source }) => source))).toEqual(
			new Set(["repository", "database", "default"]),
		);
		const oldest = builds.at(-1) as Build;
		const days = (Date.parse((builds[0] as Build).created_at) - Date.parse(oldest.created_at)) / 86_400_000;
		expect(days).toBeGreaterThan(7);
		expect(builds.find(({ tests }) => (tests?.failed ?? 0) > 0)?.tests?.failures[0]).toMatchObject({
			suite: "test/basket_test.dart",
			file: "test/basket_test.dart",
		});
		const events = await client.webhookEvents({ limit: 100 });
		expect(new Set(events.map(({ status }) => status))).toEqual(new Set(["acted", "ignored", "failed"]));
		const failed = events.find(({ status }) => status === "failed");
		expect((await client.webhookEvent(failed?.id ?? "")).payload).toHaveProperty("checkout_sha");
		const journal = await demo.fetch(paths.journal(`builds/${oldest.id}`));
		expect(((await journal.json()) as unknown[]).length).toBeGreaterThan(3);
		const repositories = await client.repositories();
		expect(new Set(repositories.map(({ provider }) => provider))).toEqual(new Set(["github", "gitlab", "git"]));
		const stats = (await (await demo.fetch(paths.stats())).json()) as Stats;
		expect(stats.total.success).toBeGreaterThan(10);
		const shop = repositories.find(({ repo_name: name }) => name === "shop-app");
		const order = { workflow_name: "android", inputs: { flavor: "staging" } };
		const { id } = await client.trigger(shop?.id ?? "", order);
		await client.cancel(id);
		expect(await over(demo, id)).toMatchObject({ status: "cancelled", inputs: { flavor: "staging" } });
	});

	test("runs what is started by hand, with logs and artifacts, and no process", async () => {
		const demo = await startDemo(fast);
		const { client } = demo;
		const before = childrenOf(demo.process.pid);
		const { id } = await client.addRepository({
			provider: "git",
			owner: "acme",
			repo_name: "app",
			clone_url: "ssh://git@git.example.com/acme/app.git",
		});
		const content = JSON.stringify({
			workflows: {
				app: {
					environment: { groups: ["android-signing"] },
					scripts: [
						{ name: "Build", script: 'echo "The password is $KEYSTORE_PASSWORD"\nflutter build apk' },
						{ name: "Test", script: "flutter test | tojunit --output report.xml", test_report: "report.xml" },
						`touch ${join(demo.real, "touched")}`,
					],
					artifacts: ["build/**/*.apk"],
				},
			},
		});
		await client.storePipeline(id, { config_content: content });
		const started = await client.trigger(id, {});
		const build = await over(demo, started.id);
		expect(build).toMatchObject({ status: "success", error_message: null, tests: { failed: 0 } });
		const log = await client.logContent(build.id, { step: 0, stream: "stdout" });
		expect(log.content).toMatch(/^The password is \*+\n/);
		expect(log.content).toContain("Built build/app/outputs/flutter-apk/app-release.apk");
		const other = await client.logContent(build.id, { step: 2, stream: "stdout" });
		expect(other.content).toMatch(/^\$ touch .*\n\(simulated: nothing was run\)\n$/);
		expect(readdirSync(demo.real)).not.toContain("touched");
		const [artifact] = await client.artifacts(build.id);
		const bytes = Buffer.from(await (await demo.fetch(artifact?.download_url ?? "")).arrayBuffer());
		expect(artifact).toMatchObject({ kind: "APK", size_bytes: bytes.length });
		expect(createHash("sha256").update(bytes).digest("hex")).toBe(artifact?.checksum_sha256);
		expect(bytes.toString("latin1", 0, 100)).toContain("made by the demo of Oore");
		expect(childrenOf(demo.process.pid)).toEqual(before);
		expect(before?.running ?? "").toBe("");
	});

	test("goes on: people push", async () => {
		const demo = await startDemo(fast);
		const { client } = demo;
		const [newest] = await client.webhookEvents({ limit: 1 });
		await demo.until(async () => ((await client.webhookEvents({ limit: 1 }))[0]?.id ?? "") > (newest?.id ?? ""));
	});

	test("takes no delivery of a real provider, and asks for the token that the process was given", async () => {
		const demo = await startDemo({ OORE_ADMIN_TOKEN: "a-token-of-the-demo" });
		expect((await demo.fetch(paths.builds(), { token: null })).status).toBe(401);
		const [repository] = await demo.client.repositories({ provider: "git" });
		const body = JSON.stringify({ ref: "refs/heads/main", after: "a".repeat(40) });
		const signature = { "x-hub-signature-256": sign(body, "simulated-webhook-secret") };
		const id = repository?.id ?? "";
		const answers = [
			await deliver(demo.url, id, body, signature),
			...(await Promise.all(
				["github", "gitlab"].map((provider) =>
					demo.fetch(paths.webhook(provider, id), {
						method: "POST",
						body,
						headers: { ...signature, "content-type": "application/json" },
					}),
				),
			)),
		];
		for (const answer of answers) {
			expect(answer.status).toBe(403);
			const problem = (await answer.json()) as Problem;
			expect(problem).toMatchObject({ code: "demo_mode", detail: expect.stringContaining("takes no deliveries") });
		}
		expect((await demo.client.repository(id)).state).toBe("active");
	});

	test("keeps to a folder of its own, which goes with it", async () => {
		const demo = await startDemo();
		const before = contentOf(demo.real);
		const [own, ...others] = readdirSync(demo.temporary);
		expect(own).toMatch(/^oore-demo-/);
		expect(others).toEqual([]);
		expect(demo.lines.join("\n")).toContain(join(demo.temporary, own ?? ""));
		expect(statSync(join(demo.temporary, own ?? "")).mode & 0o777).toBe(0o700);
		expect(await demo.stop()).toBe(0);
		expect(readdirSync(demo.temporary)).toEqual([]);
		expect(contentOf(demo.real)).toEqual(before);
		expect(before.map((line) => line.split(" ")[0])).toEqual(["oore.db", "oore.env"]);
	});
});

describe("a demo that is killed", () => {
	test("leaves its folder to the next one, which takes nothing of the living and nothing of others", async () => {
		const temporary = folderFor("shared");
		const demos = () => readdirSync(temporary).sort();
		const killed = await startDemo({ TMPDIR: temporary });
		const [left = ""] = demos();
		await killed.kill();
		expect(demos()).toEqual([left]);
		const living = await startDemo({ TMPDIR: temporary });
		const [own = ""] = demos();
		expect(demos()).not.toContain(left);
		expect(living.lines.join("\n")).toContain("Removed what a demo left behind when killed.");
		// By name they could be.
		mkdirSync(join(temporary, "oore-demo-others"));
		writeFileSync(join(temporary, "oore-demo-others", "kept"), "");
		writeFileSync(join(temporary, "oore-demo-a_file"), "");
		symlinkSync(living.real, join(temporary, "oore-demo-a_link"));
		const next = await startDemo({ TMPDIR: temporary });
		expect(next.lines.join("\n")).not.toContain("left behind");
		expect(demos()).toEqual(expect.arrayContaining([own, "oore-demo-a_file", "oore-demo-a_link", "oore-demo-others"]));
		expect(demos()).toHaveLength(5);
		expect((await living.client.health()).status).toBe("ok");
		expect((await living.client.builds({ limit: 1 })).length).toBe(1);
	});
});

describe("a scenario", () => {
	test.each([
		{ scenario: "github_error", lost: "design-kit", unreachable: "shop-app", says: "GitHub answers with 503" },
		{ scenario: "gitlab_error", lost: "map-widgets", unreachable: "courier-app", says: "GitLab answers with 401" },
	])("$scenario: the provider is at fault", async ({ scenario, lost, unreachable, says }) => {
		const { client } = await startDemo({ OORE_DEMO_SCENARIO: scenario });
		const repositories = await client.repositories();
		const named = (name: string) => repositories.find(({ repo_name: its }) => its === name);
		expect(named(lost)?.state).toBe("error");
		const { id = "" } = named(unreachable) ?? {};
		const events = await client.webhookEvents({ repository: id, limit: 100 });
		expect(events.filter(({ error_message: why }) => why?.includes(says)).length).toBeGreaterThan(1);
		expect(events.some(({ status }) => status === "acted")).toBe(true);
		await expect(client.trigger(id, {})).rejects.toMatchObject({
			status: 502,
			problem: { code: "fetch_failed", detail: expect.stringContaining(says) },
		});
		expect((await client.builds({ status: "running" })).length).toBeGreaterThan(0);
	});

	test("build_failures: most builds fail, each in its own way", async () => {
		const { client } = await startDemo({ OORE_DEMO_SCENARIO: "build_failures" });
		const builds = await client.builds({ limit: 100 });
		const failed = builds.filter(({ status }) => status === "failure");
		expect(failed.length).toBeGreaterThan(builds.filter(({ status }) => status === "success").length);
		expect(statusesOf(builds)).toContain("cancelled");
		expect(failed.some(({ tests }) => (tests?.failures.length ?? 0) > 0)).toBe(true);
		const said = failed.map(({ error_message: why }) => why).join("\n");
		for (const way of ["exited with code 1", "timed out after 90 s", "could not be started", "was killed by SIGKILL"])
			expect(said).toContain(way);
	});
});

describe("the command line", () => {
	test.each([
		{ when: "while it begins", words: "Demo mode (default)", signals: ["SIGINT"] },
		{ when: "twice", words: "listens on", signals: ["SIGTERM", "SIGINT"] },
	] as const)("--demo asks for one too, and told to end $when it leaves nothing", async ({ words, signals }) => {
		const temporary = folderFor("tmp");
		const { child, said } = oored(["run", "--demo"], { TMPDIR: temporary, OORE_BIND_ADDRESS: "127.0.0.1:0" });
		await saying(child, said, words);
		for (const signal of signals) child.kill(signal);
		await once(child, "exit");
		expect(readdirSync(temporary)).toEqual([]);
	});

	test("what is about real data is refused", async () => {
		const folder = folderFor("data");
		for (const command of ["prune", "try"]) {
			const { child, said } = oored([command], { OORE_DEMO_MODE: "1", OORE_DATA_DIR: folder });
			expect(await once(child, "exit")).toEqual([1, null]);
			expect(said.join("")).toContain("OORE_DEMO_MODE is for `oored run` only");
		}
		expect(readdirSync(folder)).toEqual([]);
	});

	test("a scenario that nobody knows is a fault of the settings", async () => {
		const temporary = folderFor("tmp");
		const { child, said } = oored(["run", "--demo"], { TMPDIR: temporary, OORE_DEMO_SCENARIO: "sunny" });
		expect(await once(child, "exit")).toEqual([1, null]);
		expect(said.join("")).toContain("OORE_DEMO_SCENARIO");
		expect(readdirSync(temporary)).toEqual([]);
	});
});

function oored(args: string[], environment: Record<string, string>): { child: ChildProcess; said: string[] } {
	const child = spawn(process.execPath, [join(root, "cli/bin/oored.mjs"), ...args], {
		env: { PATH: process.env["PATH"] ?? "", ...environment },
		stdio: ["ignore", "pipe", "pipe"],
	});
	undo.push(() => child.kill("SIGKILL"));
	const said: string[] = [];
	for (const stream of [child.stdout, child.stderr])
		stream?.on("data", (chunk: Buffer) => said.push(chunk.toString("utf8")));
	return { child, said };
}

function saying(child: ChildProcess, said: readonly string[], words: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const look = () => said.join("").includes(words) && resolve();
		for (const stream of [child.stdout, child.stderr]) stream?.on("data", look);
		child.once("exit", () => reject(new Error(said.join(""))));
		look();
	});
}
