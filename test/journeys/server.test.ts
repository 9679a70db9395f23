import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { carrying } from "#actors/runner/local/process-table.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { launch, type Server, startServer } from "../support/server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
	for (const each of undo.splice(0).reverse()) await each();
});

async function started(environment: Record<string, string> = {}): Promise<Server> {
	const server = await startServer({ environment });
	undo.push(() => server.remove());
	return server;
}
async function repository(files: Record<string, string> = {}): Promise<Repo> {
	const repo = await makeRepo();
	undo.push(() => repo.remove());
	await repo.commit(files);
	return repo;
}
function folder(): string {
	const path = mkdtempSync(join(tmpdir(), "oore-test-"));
	undo.push(() => rmSync(path, { recursive: true, force: true }));
	return path;
}
/** Start a server that is expected not to; answers what it said and its exit code. */
async function refused(
	environment: Record<string, string>,
	at = folder(),
): Promise<{ code: number | null; said: string }> {
	const child = launch(at, environment);
	let said = "";
	for (const stream of [child.stdout, child.stderr])
		stream?.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
	const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
	return { code, said };
}
const pipeline = (scripts: unknown[]) => ({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts } } }) });

describe("a start that cannot succeed ends with a sentence", () => {
	test.each(["a".repeat(63), `${"a".repeat(63)}g`, ` ${"a".repeat(64)}`, ""])(
		"for the key %j, naming the variable and not the value",
		async (key) => {
			const at = folder();
			const { code, said } = await refused({ OORE_ENCRYPTION_KEY: key, OORE_ADMIN_TOKEN: "12345678" }, at);
			expect(code).toBe(1);
			expect(said).toContain("OORE_ENCRYPTION_KEY");
			if (key.length > 10) expect(said).not.toContain(key);
			expect(readdirSync(at).filter((name) => name.endsWith(".db"))).toEqual([]);
		},
	);

	test("for a key that is not the database's own", async () => {
		const server = await started({ OORE_ENCRYPTION_KEY: "a".repeat(64), OORE_ADMIN_TOKEN: "12345678" });
		await server.stop();
		const { code, said } = await refused(
			{ OORE_ENCRYPTION_KEY: "b".repeat(64), OORE_ADMIN_TOKEN: "12345678" },
			server.folder,
		);
		expect([code, said]).toEqual([1, expect.stringContaining("OORE_ENCRYPTION_KEY is not the key")]);
	});

	test("for a port that is taken", async () => {
		const holder = createServer().listen(0, "127.0.0.1");
		undo.push(() => holder.close());
		await new Promise((resolve) => holder.once("listening", resolve));
		const { port } = holder.address() as { port: number };
		const { code, said } = await refused({ OORE_BIND_ADDRESS: `127.0.0.1:${port}` });
		expect([code, said]).toEqual([1, expect.stringMatching(new RegExp(`Port ${port} is taken.*--port`))]);
	});

	test("for a database that another server uses, which is named and not disturbed; a killed one leaves no lock", async () => {
		const server = await started();
		const { code, said } = await refused({}, server.folder);
		expect([code, said]).toEqual([1, expect.stringContaining(`process ${server.process.pid}`)]);
		expect((await server.client.health()).status).toBe("ok");
		await server.kill();
		const next = await server.restart();
		undo.push(() => next.remove());
		expect((await next.client.health()).status).toBe("ok");
	});

	test("for a database that is none, and for a folder that is a file", async () => {
		const at = folder();
		writeFileSync(join(at, "oore.db"), "this is not a database, and long enough to be read as one".repeat(100));
		expect(await refused({}, at)).toMatchObject({ code: 1, said: expect.stringContaining("damaged") });
		writeFileSync(join(at, "file"), "");
		expect((await refused({ OORE_DATA_DIR: join(at, "file") }, at)).said).toMatch(/file/);
	});

	test("for settings that cannot be, all of them at once", async () => {
		const { code, said } = await refused({
			OORE_MAX_CONCURRENT_BUILDS: "none",
			OORE_RESTART_RECOVERY: "maybe",
			BASE_URL: "http://a",
			OORE_BASE_URL: "http://b",
		});
		expect(code).toBe(1);
		for (const name of ["OORE_MAX_CONCURRENT_BUILDS", "OORE_RESTART_RECOVERY", "BASE_URL and OORE_BASE_URL"])
			expect(said).toContain(name);
	});

	test("for failpoints outside of tests", async () => {
		const { code, said } = await refused({ OORE_TEST_MODE: "0", OORE_FAILPOINTS: "before_commit:kill" });
		expect([code, said]).toEqual([1, expect.stringContaining("OORE_TEST_MODE=1")]);
	});

	test("on an old Node, before anything is loaded", async () => {
		const script = join(import.meta.dirname, "../../cli/bin");
		for (const bin of ["oored.mjs", "oore.mjs"]) {
			const text = readFileSync(join(script, bin), "utf8");
			const old = folder();
			writeFileSync(join(old, bin), text.replace("process.versions.node", '"20.20.2"'));
			const child = spawn(process.execPath, [join(old, bin)], { stdio: ["ignore", "pipe", "pipe"] });
			let said = "";
			child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
			const code = await new Promise((resolve) => child.once("close", resolve));
			expect([code, said]).toEqual([1, expect.stringMatching(/^Oore needs Node 24 or newer.*\n$/)]);
		}
	});
});

describe("who may ask", () => {
	test("is decided by the token, and wrong ones have to wait", async () => {
		const server = await started();
		const status = async (token: string | null, headers = {}) =>
			(await server.fetch("/api/builds", { token, headers })).status;
		expect(await status(null)).toBe(401);
		for (const header of ["Bearer ", "Bearer undefined", "Basic eDp5"])
			expect(await status(null, { authorization: header }), header).toBe(401);
		const bodyOf = async (path: string) => {
			const { request_id: _, ...rest } = (await (await server.fetch(path, { token: null })).json()) as Record<
				string,
				unknown
			>;
			return rest;
		};
		expect(await bodyOf("/api/builds/01ARZ3NDEKTSV4RRFFQ69G5FAV")).toEqual(await bodyOf("/api/nothing/here"));
		const answers = [];
		for (let i = 0; i < 30; i++)
			answers.push(
				await server.fetch("/api/builds", { token: `wrong-${i}`, headers: { "x-forwarded-for": `10.0.0.${i}` } }),
			);
		const first = answers.findIndex(({ status: each }) => each === 429);
		expect(first).toBeGreaterThan(0);
		expect(first).toBeLessThanOrEqual(10);
		expect(
			answers.slice(first).every(({ status: each, headers }) => each === 429 && Number(headers.get("retry-after")) > 0),
		).toBe(true);
		expect((await server.fetch("/api/health", { token: null })).status).toBe(200);
	});

	test("without a token is this machine only, with a warning, and not what came through a proxy", async () => {
		const server = await started({ OORE_ENCRYPTION_KEY: "a".repeat(64) });
		const own = await server.fetch("/api/builds");
		expect([own.status, own.headers.get("warning")]).toEqual([200, expect.stringContaining("No admin token")]);
		for (const name of ["x-forwarded-for", "forwarded", "x-real-ip"])
			expect((await server.fetch("/api/builds", { headers: { [name]: "1.2.3.4" } })).status).toBe(401);
		expect((await server.fetch("/api/builds", { headers: { authorization: "Bearer undefined" } })).status).toBe(401);
	});

	test("without a token is not for a page of another site whose name leads to this machine", async () => {
		const server = await started({ OORE_ENCRYPTION_KEY: "a".repeat(64) });
		const { port } = new URL(server.url);
		const asked = (host: string, path: string) =>
			new Promise<number | undefined>((resolve, reject) =>
				request({ host: "127.0.0.1", port, path, headers: { host, origin: `http://${host}` } }, (answer) => {
					answer.resume();
					resolve(answer.statusCode);
				})
					.once("error", reject)
					.end(),
			);
		for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
			expect(await asked(host, "/api/builds")).toBe(200);
		for (const host of [`evil.example:${port}`, "localhost.evil.example"]) {
			expect(await asked(host, "/api/builds")).toBe(401);
			expect(await asked(host, "/builds")).toBe(302);
		}
		expect(await asked(`localhost:${port}`, "//evil.example/builds")).toBe(308);
	});

	test("SSE-02: of 500 streams from one address as many are open as may be, and nothing stays of any", async () => {
		const server = await started();
		expect((await server.fetch("/api/events", { token: null })).status).toBe(401);
		expect((await server.fetch(`/api/events?token=${server.token}`, { token: null })).status).toBe(401);
		const descriptors = () => readdirSync(`/proc/${server.process.pid}/fd`).length;
		const before = descriptors();
		const stop = new AbortController();
		const answers = await Promise.all(
			Array.from({ length: 500 }, () => server.fetch("/api/events", { signal: stop.signal })),
		);
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(200);
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(300);
		expect(refused.every(({ headers }) => Number(headers.get("retry-after")) > 0)).toBe(true);
		expect((await server.client.health()).status).toBe("ok");
		for (const answer of refused) await answer.text();
		stop.abort();
		await expect.poll(descriptors, { timeout: 10_000 }).toBeLessThanOrEqual(before + 5);
	});

	test("those who send a byte a second are let go, and nobody waits for them", { timeout: 90_000 }, async () => {
		const server = await started();
		const { port } = new URL(server.url);
		const slow = Array.from({ length: 200 }, () => connect(Number(port), "127.0.0.1"));
		undo.push(() => {
			for (const socket of slow) socket.destroy();
		});
		const closed = slow.map((socket) => new Promise<void>((resolve) => socket.once("close", () => resolve())));
		for (const socket of slow) {
			socket.on("error", () => undefined);
			socket.resume();
			socket.write("POST /api/webhooks/github HTTP/1.1\r\nhost: x\r\n");
		}
		const drip = setInterval(() => {
			for (const socket of slow) if (socket.writable) socket.write("x");
		}, 1_000);
		undo.push(() => clearInterval(drip));
		expect((await server.client.health()).status).toBe("ok");
		await Promise.all(closed);
	});
});

describe("what may be stored", () => {
	test.each([
		["owner", { owner: "../../x" }],
		["repo_name", { repo_name: "-oProxyCommand=x" }],
		["repo_name", { repo_name: "a\0b" }],
		["owner", { owner: "x".repeat(300) }],
		["clone_url", { clone_url: "ext::sh -c 'touch PWN'" }],
		["clone_url", { clone_url: "fd::17" }],
		["clone_url", { clone_url: "ssh://-oProxyCommand=touch%20PWN/x" }],
		["clone_url", { clone_url: "file:///etc" }],
		["clone_url", { clone_url: "/etc" }],
	])("refuses a repository for its %s: %j", async (field, fields) => {
		const server = await started({ OORE_ALLOW_LOCAL_REPOSITORIES: "0" });
		const error = await server.client
			.addRepository({ provider: "git", owner: "o", repo_name: "r", clone_url: "https://example.com/r.git", ...fields })
			.catch((reason) => reason);
		expect([error.status, error.problem?.errors?.[0]?.field]).toEqual([400, field]);
		expect(await server.client.repositories()).toEqual([]);
	});

	test("takes names in any alphabet as they are, and none twice", async () => {
		const server = await started();
		const added = await server.client.addRepository({
			provider: "git",
			owner: "société",
			repo_name: "приложение",
			clone_url: "/x",
		});
		expect(await server.client.repository(added.id)).toMatchObject({ owner: "société", repo_name: "приложение" });
		await expect(
			server.client.addRepository({ provider: "git", owner: "société", repo_name: "приложение", clone_url: "/x" }),
		).rejects.toMatchObject({ status: 409 });
		await server.client.removeRepository(added.id);
		await expect(server.client.repository(added.id)).rejects.toMatchObject({ status: 404 });
		expect(
			(
				await server.client.addRepository({
					provider: "git",
					owner: "société",
					repo_name: "приложение",
					clone_url: "/x",
				})
			).id,
		).not.toBe(added.id);
	});

	test.each([
		"limit=0",
		"limit=1e9",
		"limit=NaN",
		"cursor=%27%3B--",
		"status=unknown",
		"sort=name",
		"commit=%25",
		"from=yesterday",
		"repository=%60x%60",
	])("answers 400 to a list asked for %s", async (query) => {
		const server = await started();
		const answer = await server.fetch(`/api/builds?${query}`);
		expect(answer.status).toBe(400);
		expect(((await answer.json()) as { errors: unknown[] }).errors).toHaveLength(1);
	});

	test("keeps words such as __proto__ as plain words", async () => {
		const server = await started();
		const repo = await repository();
		const id = await server.add(repo);
		const push = await repo.commit({
			"oore.yaml":
				"workflows:\n  __proto__:\n    environment:\n      vars:\n        __proto__: p\n        constructor: c\n    scripts:\n      - name: toString\n        script: printf '%s' \"$__proto__$constructor\"\n  constructor:\n    scripts: ['true']\n",
		});
		const builds = await server.pushed(id, push);
		expect(builds.map(({ workflow_name }) => workflow_name).sort()).toEqual(["__proto__", "constructor"]);
		const mine = builds.find(({ workflow_name }) => workflow_name === "__proto__");
		expect((await server.over(mine?.id ?? "")).status).toBe("success");
		expect((await server.client.logContent(mine?.id ?? "", { step: 0, stream: "stdout" })).content).toBe("pc");
		expect((await server.client.health()).status).toBe("ok");
	});
});

describe("a killed server", () => {
	test("comes back to a step that goes on, runs none twice, and ends as if nothing had been", async () => {
		const server = await started();
		const scratch = folder();
		const repo = await repository(
			pipeline(
				[
					"echo one >> $M",
					"echo two >> $M; while [ ! -e $M.go ]; do sleep 0.05; done; echo late",
					"echo three >> $M",
				].map((script) => script.replaceAll("$M", join(scratch, "marks"))),
			),
		);
		const build = await server.client.trigger(await server.add(repo), {});
		await server.until(async () =>
			(await server.client.steps(build.id)).some(({ step_index, status }) => step_index === 1 && status === "running"),
		);
		await server.kill();
		const next = await server.restart();
		undo.push(() => next.remove());
		writeFileSync(join(scratch, "marks.go"), "");
		expect(await next.over(build.id)).toMatchObject({ status: "success", error_message: null });
		expect(readFileSync(join(scratch, "marks"), "utf8")).toBe("one\ntwo\nthree\n");
		expect((await next.client.logContent(build.id, { step: 1, stream: "stdout" })).content).toBe("late\n");
	});

	test("whose step was killed too fails the build as interrupted, naming the step; or runs it again where it may", async () => {
		const server = await started();
		const scratch = folder();
		const once = `echo run >> ${scratch}/marks; if [ $(wc -l < ${scratch}/marks) = 1 ]; then sleep 1000; fi`;
		const repo = await repository({
			"oore.yaml": JSON.stringify({
				workflows: {
					no: { scripts: [{ name: "Long", script: "sleep 1000" }] },
					again: { scripts: [{ name: "Twice", script: once, retry_on_interrupt: true }] },
				},
			}),
		});
		const id = await server.add(repo);
		const builds = [
			await server.client.trigger(id, { workflow_name: "no" }),
			await server.client.trigger(id, { workflow_name: "again" }),
		];
		for (const { id: each } of builds)
			await server.until(async () =>
				(await server.client.steps(each)).some(({ step_index, status }) => step_index === 0 && status === "running"),
			);
		await expect
			.poll(
				async () =>
					(await Promise.all(builds.map((each) => carrying(`OORE_BUILD_ID=${each.id}`)))).every(
						(pids) => pids.length > 1,
					),
				{ timeout: 10_000 },
			)
			.toBe(true);
		await server.kill();
		for (const { id: each } of builds)
			for (const { pid } of await carrying(`OORE_BUILD_ID=${each}`)) process.kill(pid, "SIGKILL");
		const next = await server.restart();
		undo.push(() => next.remove());
		expect(await next.over(builds[0]?.id ?? "")).toMatchObject({
			status: "failure",
			error_message: 'Step "Long" was interrupted: its process was gone when the server came back.',
		});
		expect(await next.over(builds[1]?.id ?? "")).toMatchObject({ status: "success" });
	});

	test("that is told to fail what ran does so, and leaves no process", async () => {
		const server = await started();
		const repo = await repository(pipeline(["sleep 1000"]));
		const build = await server.client.trigger(await server.add(repo), {});
		await server.until(async () =>
			(await server.client.steps(build.id)).some(({ step_index, status }) => step_index === 0 && status === "running"),
		);
		await server.kill();
		const next = await server.restart({ OORE_RESTART_RECOVERY: "fail" });
		undo.push(() => next.remove());
		expect(await next.over(build.id)).toMatchObject({
			status: "failure",
			error_message: expect.stringContaining("Interrupted by a restart"),
		});
		expect(await carrying(`OORE_BUILD_ID=${build.id}`)).toEqual([]);
	});

	test("keeps what was left of a step's time", async () => {
		const server = await started();
		const repo = await repository(pipeline([{ name: "Slow", script: "sleep 1000", timeout: 4 }]));
		const build = await server.client.trigger(await server.add(repo), {});
		await server.until(async () =>
			(await server.client.steps(build.id)).some(({ step_index, status }) => step_index === 0 && status === "running"),
		);
		await server.kill();
		// A day back by the wall clock: time goes on from where it was, and ids stay ordered.
		const next = await server.restart({ OORE_TEST_CLOCK_OFFSET_SECS: "-86400" });
		undo.push(() => next.remove());
		const over = await next.over(build.id);
		expect(over.error_message).toBe('Step "Slow" timed out after 4 s.');
		const later = await next.client.trigger(build.repository_id, {});
		expect(later.id > build.id).toBe(true);
		expect(Date.parse(over.finished_at ?? "")).toBeGreaterThan(Date.parse(over.started_at ?? ""));
	});
});

describe("a disk that fails", () => {
	test("refuses with 503 what it cannot keep, says degraded, and goes on by itself", async () => {
		const server = await started({ OORE_FAILPOINTS: "store_error:error:6,store_error:error:7,store_error:error:8" });
		const repo = await repository(pipeline(["true"]));
		const id = await server.add(repo);
		const push = await repo.commit({ x: "x" });
		const answers: number[] = [];
		const seen = new Set<string>();
		for (let i = 0; i < 200 && !(answers.includes(503) && answers.at(-1) === 200); i++) {
			answers.push((await server.push(id, push, `d${i}`)).status);
			seen.add((await server.client.health()).status);
		}
		expect(new Set(answers)).toEqual(new Set([200, 503]));
		expect(seen).toContain("degraded");
		await server.until(async () => (await server.client.webhookEvents({ processed: "false" })).length === 0);
		const kept = new Set((await server.client.webhookEvents({ limit: 200 })).map(({ delivery_id }) => delivery_id));
		answers.forEach((status, i) => {
			if (status === 200) expect(kept).toContain(`d${i}`);
		});
	});
});

test("five thousand webhooks are all taken in and decided, in bounded memory", { timeout: 100_000 }, async () => {
	const server = await started();
	const repo = await repository({
		"oore.yaml": JSON.stringify({ workflows: { ci: { triggering: { events: ["tag"] }, scripts: ["true"] } } }),
	});
	const id = await server.add(repo);
	const push = await repo.commit({ x: "x" });
	let next = 0;
	const refusedOnes: number[] = [];
	await Promise.all(
		Array.from({ length: 16 }, async () => {
			for (let i = next++; i < 5_000; i = next++) {
				for (let status = 503; status === 503; ) {
					({ status } = await server.push(id, push, `flood-${i}`));
					if (status === 503) refusedOnes.push(i);
					else if (status !== 200) throw new Error(`Delivery ${i} was answered ${status}.`);
				}
			}
		}),
	);
	await server.until(async () => (await server.client.webhookEvents({ processed: "false", limit: 1 })).length === 0);
	expect(server.memory()).toBeLessThan(400 * 1024 * 1024);
	expect((await server.client.webhookEvents({ status: "ignored", limit: 200 })).length).toBe(200);
});
