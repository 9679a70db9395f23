import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { carrying } from "#actors/runner/local/process-table.ts";
import type { Build, Step } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

let server: Server;
let repo: Repo;
let id: string;
let scratch: string;

beforeAll(async () => {
	server = await startServer({
		environment: { SECRET_TOKEN: "canary-of-the-server", AWS_SECRET_KEY: "canary-of-the-server" },
	});
});
afterAll(() => server.remove());
beforeEach(async (context) => {
	repo = await makeRepo();
	id = await server.add(repo, `app-${context.task.id}`);
	scratch = mkdtempSync(join(tmpdir(), "oore-scratch-"));
});
afterEach(async () => {
	// A test that failed half way must not leave its builds to the next.
	for (const build of await server.client.builds({ repository: id }))
		if (build.can.cancel === true) await server.client.cancel(build.id);
	await repo.remove();
	rmSync(scratch, { recursive: true, force: true });
});

const pipeline = (scripts: unknown[], rest: Record<string, unknown> = {}) =>
	JSON.stringify({ workflows: { ci: { scripts, ...rest } } });
async function pushed(text: string, branch = "main") {
	const builds = await server.pushed(id, await repo.commit({ "oore.yaml": text }, { branch }));
	return builds[0] ?? raise("The push led to no build.");
}
async function built(text: string) {
	return server.over((await pushed(text)).id);
}
const log = async (build: string, step: number, stream = "stdout") =>
	(await server.client.logContent(build, { step, stream })).content;
function raise(message: string): never {
	throw new Error(message);
}
/** Waits in the step itself for a file, so that a test can hold it. */
const untilThere = (file: string) => `while [ ! -e '${join(scratch, file)}' ]; do sleep 0.05; done`;
const outputHas = async (build: string, text: string) => {
	const stop = new AbortController();
	let seen = "";
	for await (const { data } of server.client.follow(paths.logStream(build, { step: 0 }), stop.signal)) {
		seen += (data as { content?: string }).content ?? "";
		if (seen.includes(text)) stop.abort();
	}
	expect(seen).toContain(text);
};

describe("a build", () => {
	test("runs its steps in order, keeps its artifacts with their SHA-256, and says all of it", async () => {
		const build = await built(
			pipeline(
				[
					"echo one",
					{ name: "Two", script: "printf two > two.txt; echo aside >&2" },
					"mkdir d && echo three > d/three.apk",
				],
				{ artifacts: ["*.txt", "d/*", "none/*"] },
			),
		);
		expect(build).toMatchObject({
			status: "success",
			workflow_name: "ci",
			config_source: "repository",
			trigger_type: "push",
			error_message: null,
		});
		const steps = await server.client.steps(build.id);
		expect(steps.map(({ step_index, status, exit_code }) => [step_index, status, exit_code])).toEqual([
			[-1, "success", null],
			[0, "success", 0],
			[1, "success", 0],
			[2, "success", 0],
			[3, "success", null],
			[4, "success", null],
		]);
		expect(await log(build.id, 0)).toBe("one\n");
		expect(await log(build.id, 1, "stderr")).toBe("aside\n");
		expect(await log(build.id, 3)).toContain("No file matches none/*.");
		const artifacts = await server.client.artifacts(build.id);
		expect(
			artifacts.map(({ relative_path, kind, size_bytes, checksum_sha256 }) => ({
				relative_path,
				kind,
				size_bytes,
				checksum_sha256,
			})),
		).toEqual([
			{
				relative_path: "d/three.apk",
				kind: "APK",
				size_bytes: 6,
				checksum_sha256: createHash("sha256").update("three\n").digest("hex"),
			},
			{
				relative_path: "two.txt",
				kind: "OTHER",
				size_bytes: 3,
				checksum_sha256: createHash("sha256").update("two").digest("hex"),
			},
		]);
		const two = artifacts[1] ?? raise("no artifact");
		const part = await server.fetch(two.download_url, { headers: { range: "bytes=1-" } });
		expect([part.status, await part.text(), part.headers.get("etag")]).toEqual([206, "wo", `"${two.checksum_sha256}"`]);
		expect((await server.fetch(two.download_url, { headers: { range: "bytes=9-" } })).status).toBe(416);
		expect((await server.fetch(two.download_url, { method: "HEAD" })).headers.get("content-length")).toBe("3");
		const whole = await server.fetch(two.download_url);
		expect(whole.headers.get("content-disposition")).toContain('attachment; filename="two.txt"');
		expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
	});

	test("fails with its step, and skips the rest; an allowed failure goes on", async () => {
		const build = await built(
			pipeline([{ script: "exit 7", ignore_failure: true }, { name: "Break", script: "exit 3" }, "echo never"]),
		);
		expect(build).toMatchObject({ status: "failure", error_message: 'Step "Break" exited with code 3.' });
		expect((await server.client.steps(build.id)).map(({ status, exit_code }) => [status, exit_code])).toEqual([
			["success", null],
			["failure", 7],
			["failure", 3],
			["skipped", null],
			["success", null],
			["success", null],
		]);
	});

	test("gets the environment it was promised and nothing of the server's", async () => {
		const build = await built(
			pipeline(["env | sort"], { environment: { vars: { FLAVOR: "sweet", OORE_BRANCH: "mine", EMPTY: null } } }),
		);
		const lines = (await log(build.id, 0)).split("\n");
		for (const line of [
			"CI=true",
			"OORE=true",
			`OORE_BUILD_ID=${build.id}`,
			`OORE_COMMIT_SHA=${build.commit_sha}`,
			"OORE_BRANCH=main",
			`OORE_REPOSITORY_ID=${id}`,
			"OORE_TRIGGER_TYPE=push",
			"FLAVOR=sweet",
			"EMPTY=",
		])
			expect(lines).toContain(line);
		expect(lines.join("\n")).not.toMatch(/canary-of-the-server|OORE_ADMIN|OORE_ENCRYPTION|OORE_DATA_DIR|TOKEN|_KEY/);
	});

	test("of a pipeline that cannot be read fails with the line and column, without a slot", async () => {
		const build = await built(
			"workflows:\n  ci:\n    scripts:\n      - name: x\n        scrip: y\n    triggering: 5\n",
		);
		expect(build.status).toBe("failure");
		expect(build.error_message).toContain("oore.yaml:4:9 workflows.ci.scripts[0]: A script needs a `script`.");
		expect(build.error_message).toContain("oore.yaml:6:17 workflows.ci.triggering");
		expect(build.started_at).toBeNull();
	});

	test("can be started by hand, on a branch, at a commit, of a workflow; and again", async () => {
		const text = JSON.stringify({ workflows: { a: { scripts: ["echo a"] }, default: { scripts: ["echo d"] } } });
		const first = await repo.commit({ "oore.yaml": text });
		await repo.commit({ "more.txt": "x" });
		await repo.commit({ "oore.yaml": text }, { branch: "topic" });
		expect(await server.client.trigger(id, {})).toMatchObject({
			workflow_name: "default",
			branch: "main",
			trigger_type: "manual",
		});
		expect(await server.client.trigger(id, { branch: "topic", workflow_name: "a" })).toMatchObject({
			workflow_name: "a",
			branch: "topic",
		});
		const old = await server.client.trigger(id, { commit_sha: first.commit.slice(0, 10) });
		expect(old.commit_sha).toBe(first.commit);
		await server.over(old.id);
		expect(await server.client.retrigger(old.id)).toMatchObject({ commit_sha: first.commit, workflow_name: "default" });
	});

	test("of a review builds its head, of a tag its commit", async () => {
		await repo.commit({
			"oore.yaml": JSON.stringify({
				workflows: {
					ci: { triggering: { events: ["push", "tag", "pull_request"] }, scripts: ["git log --oneline | wc -l"] },
				},
			}),
		});
		const tag = await repo.tag("v1", { annotated: true });
		const annotated = await repo.git("rev-parse", "refs/tags/v1");
		const [build] = await server.pushed(id, { ref: tag.ref, commit: annotated });
		expect(await server.over(build?.id ?? "")).toMatchObject({
			status: "success",
			tag: "v1",
			branch: null,
			commit_sha: tag.commit,
		});
		const commit = await repo.reviewRef("refs/pull/7/head", { "x.txt": "x" });
		const { id: github } = await server.client.addRepository({
			provider: "github",
			owner: "o",
			repo_name: `r-${id}`,
			clone_url: repo.url,
			webhook_secret: "12345678",
		});
		const payload = JSON.stringify({
			action: "opened",
			number: 7,
			repository: { id: 1, name: `r-${id}`, full_name: `o/r-${id}`, owner: { login: "o" } },
			pull_request: {
				title: "T",
				head: { ref: "topic", sha: commit, repo: { id: 1 } },
				base: { ref: "main", sha: commit, repo: { id: 1 } },
			},
		});
		const { sign } = await import("../support/server.ts");
		const sent = await fetch(`${server.url}/api/webhooks/github`, {
			method: "POST",
			body: payload,
			headers: {
				"content-type": "application/json",
				"x-github-event": "pull_request",
				"x-github-delivery": id,
				"x-hub-signature-256": sign(payload, "12345678"),
			},
		});
		const { event_id: event } = (await sent.json()) as { event_id: string };
		await server.until(async () => (await server.client.webhookEvent(event)).processed);
		const review = (await server.client.builds({ repository: github }))[0];
		expect(await server.over(review?.id ?? "")).toMatchObject({
			status: "success",
			review_number: 7,
			target_branch: "main",
			commit_sha: commit,
		});
	});

	test("that waits says what for, and how many are before it", async () => {
		const text = pipeline([untilThere("go")]);
		await repo.commit({ "oore.yaml": text });
		const builds = [];
		for (let i = 0; i < 4; i++) builds.push(await server.client.trigger(id, {}));
		const last = await server.client.build(builds[3]?.id ?? "");
		expect(last.status).toBe("pending");
		expect(last.waiting_reason).toMatch(/2 of 2 slots in use: .* One build is before it\./);
		expect((await server.client.cancel(last.id)).status).toBe("cancelled");
		expect((await server.client.steps(last.id)).map(({ status }) => status)).toEqual([
			"cancelled",
			"cancelled",
			"cancelled",
			"cancelled",
		]);
		await repo.commit({ x: "x" });
		writeFileSync(join(scratch, "go"), "");
		for (const build of builds.slice(0, 3)) expect((await server.over(build.id)).status).toBe("success");
	});
});

test("a branch is as its newest commit is, however late an older one ends, and whoever builds an older one again", async () => {
	const push = (script: string, message: string) => repo.commit({ "oore.yaml": pipeline([script]) }, { message });
	const [slow] = await server.pushed(id, await push(`${untilThere("late")}; exit 1`, "older"));
	const [quick] = await server.pushed(id, await push("true", "newer"));
	await server.over(quick?.id ?? "");
	const now = async () =>
		(await server.client.branches(id)).map(({ branch, build_id, status }) => [branch, build_id, status]);
	expect(await now()).toEqual([["main", quick?.id, "success"]]);
	writeFileSync(join(scratch, "late"), "");
	expect((await server.over(slow?.id ?? "")).status).toBe("failure");
	const again = await server.client.retrigger(slow?.id ?? "");
	expect((await server.over(again.id)).status).toBe("failure");
	expect(await now()).toEqual([["main", quick?.id, "success"]]);
	const same = await server.over((await server.client.retrigger(quick?.id ?? "")).id);
	expect(await now()).toEqual([["main", same.id, "success"]]);
});

test("a build is compared with the last green one of its workflow: of its branch, else of any", async () => {
	const files = (script: string) => ({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts: [script] } } }) });
	const build = async (script: string, branch?: string) => {
		await repo.commit(files(script), branch === undefined ? {} : { branch });
		return server.over((await server.client.trigger(id, branch === undefined ? {} : { branch })).id);
	};
	const greenBefore = async (of: string) =>
		(await (await server.fetch(`/api/builds/${of}/green-before`)).json()) as { build: Build | null; steps: Step[] };
	const first = await build("true");
	expect(await greenBefore(first.id)).toEqual({ build: null, steps: [] });
	const other = await build("true", "side");
	expect((await greenBefore(other.id)).build?.id).toBe(first.id);
	const failed = await build("exit 1");
	const { build: green, steps } = await greenBefore(failed.id);
	expect(green?.id).toBe(first.id);
	expect(steps.map(({ build_id: of }) => of)).toEqual(steps.map(() => first.id));
	expect(steps.length).toBeGreaterThan(2);
});

test("a badge says how a branch is, and everybody may see it who knows the repository's id", async () => {
	const of = async (path: string) => {
		const answer = await fetch(`${server.url}${path}`);
		expect(answer.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
		return /<title>(.*)<\/title>/.exec(await answer.text())?.[1];
	};
	const path = `/api/repositories/${id}/badge.svg`;
	expect(await of(path)).toBe("build: no build");
	const workflows = (script: string) => ({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts: [script] } } }) });
	await repo.commit(workflows("true"));
	await server.over((await server.client.trigger(id, {})).id);
	expect(await of(path)).toBe("build: passing");
	await repo.commit(workflows("exit 1"));
	await server.over((await server.client.trigger(id, {})).id);
	expect(await of(path)).toBe("build: failing");
	expect(await of(`${path}?workflow=${encodeURIComponent("<x>&")}`)).toBe("&#60;x&#62;&#38;: no build");
	expect(await of(`${path}?branch=other`)).toBe("build: no build");
	expect((await fetch(`${server.url}/api/repositories/01ARZ3NDEKTSV4RRFFQ69G5FAV/badge.svg`)).status).toBe(404);
	expect((await fetch(`${server.url}/api/repositories/${id}`)).status).toBe(401);
});

test("builds of one repository may be held back, while those of others go before", async () => {
	const limited = await startServer({ environment: { OORE_MAX_CONCURRENT_BUILDS_PER_REPOSITORY: "1" } });
	const other = await makeRepo();
	try {
		await repo.commit({ "oore.yaml": pipeline([untilThere("first")]) });
		await other.commit({ "oore.yaml": pipeline(["true"]) });
		const [one, two] = [await limited.add(repo, "one"), await limited.add(other, "two")];
		const builds = [await limited.client.trigger(one, {}), await limited.client.trigger(one, {})];
		await limited.until(async () => (await limited.client.build(builds[0]?.id ?? "")).status === "running");
		expect((await limited.over((await limited.client.trigger(two, {})).id)).status).toBe("success");
		expect(await limited.client.build(builds[1]?.id ?? "")).toMatchObject({
			status: "pending",
			waiting_reason: "1 of 1 builds of its repository run already.",
		});
		writeFileSync(join(scratch, "first"), "");
		for (const { id: each } of builds) expect((await limited.over(each)).status).toBe("success");
	} finally {
		await limited.remove();
		await other.remove();
	}
});

describe("processes", () => {
	test("that ignore SIGTERM are gone after a cancel, with their children; the steps after are cancelled", async () => {
		const build = await pushed(
			pipeline(["trap '' TERM; sh -c 'trap \"\" TERM; sleep 1000' & echo ready; sleep 1000", "echo never"]),
		);
		await outputHas(build.id, "ready");
		await server.client.cancel(build.id);
		const over = await server.over(build.id);
		expect(over).toMatchObject({ status: "cancelled", error_message: "Cancelled by the API." });
		expect((await server.client.steps(build.id)).map(({ status }) => status)).toEqual([
			"success",
			"cancelled",
			"cancelled",
			"cancelled",
			"success",
		]);
		expect(await carrying(`OORE_BUILD_ID=${build.id}`)).toEqual([]);
		await expect(server.client.cancel(build.id)).rejects.toMatchObject({ status: 409 });
	});

	test("that left their group do not hold up their step, and do not outlive the build", async () => {
		const build = await built(pipeline(["setsid sleep 999 & echo gone"]));
		expect(build.status).toBe("success");
		expect(await carrying(`OORE_BUILD_ID=${build.id}`)).toEqual([]);
	});

	test("are ended when their step's time is over, and when the build's is", async () => {
		const step = await built(pipeline([{ name: "Slow", script: "trap '' TERM; sleep 1000", timeout: 1 }]));
		expect(step).toMatchObject({ status: "failure", error_message: 'Step "Slow" timed out after 1 s.' });
		expect(await carrying(`OORE_BUILD_ID=${step.id}`)).toEqual([]);
		const impatient = await startServer({ environment: { OORE_MAX_BUILD_DURATION_SECS: "1" } });
		try {
			await repo.commit({ "oore.yaml": pipeline(["sleep 1000", "echo never"]) });
			const { id: whole } = await impatient.client.trigger(await impatient.add(repo), {});
			expect(await impatient.over(whole)).toMatchObject({
				status: "failure",
				error_message: "The build timed out after 1 s.",
			});
			expect((await impatient.client.steps(whole)).map(({ status }) => status)).toEqual([
				"success",
				"failure",
				"skipped",
				"success",
				"success",
			]);
			expect(await carrying(`OORE_BUILD_ID=${whole}`)).toEqual([]);
		} finally {
			await impatient.remove();
		}
	});

	test("that cannot be started fail their step with the reason", async () => {
		const nowhere = await built(pipeline([{ name: "Nowhere", script: "true", working_directory: "not/there" }]));
		expect(nowhere.error_message).toMatch(
			/Nowhere.*could not be started.*not\/there.*ENOENT|Nowhere.*could not be started.*does not exist/s,
		);
		const large = await built(pipeline(["true"], { environment: { vars: { BIG: "x".repeat(900_000) } } }));
		expect(large.error_message).toMatch(/could not be started: .*E2BIG/);
	});
});

describe("hostile names and words", () => {
	test.each(["a$(touch${IFS}PWN)", "a;touch_PWN", "a`id`"])("the branch %s is only a name", async (branch) => {
		const push = await repo.commit(
			{ "oore.yaml": pipeline(['printf "%s" "$OORE_BRANCH"']) },
			{ branch, message: `quote " ' $(touch PWN)\nand more` },
		);
		const [build] = await server.pushed(id, push);
		const over = await server.over(build?.id ?? "");
		expect(over).toMatchObject({ status: "success", branch });
		expect(await log(over.id, 0)).toBe(branch);
		expect(readdirSync(join(server.folder, "workspaces", over.id)).sort()).toEqual([".git", "oore.yaml"]);
	});

	test.each([
		["branch", "--upload-pack=touch PWN"],
		["branch", "HEAD;id x"],
		["branch", "../../x"],
		["commit_sha", "--output=PWN"],
		["commit_sha", "HEAD;id"],
		["commit_sha", "@/etc/passwd"],
		["branch", "no-such-branch"],
		["commit_sha", "abcdefabcdef"],
		["workflow_name", "no-such-workflow"],
	])("a trigger with %s %s is refused with the field's name, and starts nothing", async (field, value) => {
		await repo.commit({ "oore.yaml": pipeline(["true"]) });
		const before = (await server.client.builds({ limit: 200 })).length;
		const error = await server.client.trigger(id, { [field]: value }).catch((reason) => reason);
		expect(error.status).toBe(400);
		expect(error.problem.errors[0].field).toBe(field);
		expect(error.message).not.toContain("root:");
		expect((await server.client.builds({ limit: 200 })).length).toBe(before);
		expect(existsSync("PWN") || existsSync(join(server.folder, "PWN"))).toBe(false);
	});

	test("a commit that does not exist fails its delivery with the reason", async () => {
		const push = await repo.commit({ "oore.yaml": pipeline(["true"]) });
		const answer = await server.push(id, { ref: push.ref, commit: "1234567890".repeat(4) });
		const { event_id: event } = (await answer.json()) as { event_id: string };
		await server.until(async () => (await server.client.webhookEvent(event)).processed);
		expect(await server.client.webhookEvent(event)).toMatchObject({
			status: "failed",
			error_message: expect.stringMatching(/Commit 1234567890.* is not in .*force-pushed/),
		});
	});
});

test("everything that is kept is for this user only", async () => {
	await built(pipeline(["echo x > x.txt"], { artifacts: ["x.txt"] }));
	const open = (folder: string): string[] =>
		readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
			const path = join(folder, entry.name);
			const tooOpen = (statSync(path).mode & 0o077) !== 0 ? [path] : [];
			return entry.isDirectory() && entry.name !== "workspaces" && entry.name !== "mirrors"
				? [...tooOpen, ...open(path)]
				: tooOpen;
		});
	expect(open(server.folder)).toEqual([]);
	expect(readFileSync(join(server.folder, "oore.env"), "utf8")).toContain("OORE_ENCRYPTION_KEY=");
});

test("a log can be followed from any byte: what is read after a hundred cuts is the file", async () => {
	const build = await pushed(pipeline(['i=0; while [ $i -lt 3000 ]; do echo "line $i äöü €"; i=$((i+1)); done']));
	const over = await server.over(build.id);
	const whole = await (await server.fetch(paths.logContent(over.id, { step: 0, download: 1 }))).text();
	let read = "";
	let last: string | undefined;
	for (let cut = 0; cut < 100 && last !== "end"; cut++) {
		const stop = new AbortController();
		const response = await server.fetch(paths.logStream(over.id, { step: 0 }), {
			signal: stop.signal,
			headers: last === undefined ? {} : { "last-event-id": last },
		});
		let events = 0;
		const { EventSourceParserStream } = await import("eventsource-parser/stream");
		const messages = response.body
			?.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
			.pipeThrough(new EventSourceParserStream());
		for await (const message of messages ?? []) {
			if (message.event === "end") last = "end";
			else {
				read += (JSON.parse(message.data) as { content: string }).content;
				last = message.id;
			}
			if (last === "end" || ++events > cut % 3) break;
		}
		stop.abort();
	}
	expect(last).toBe("end");
	expect(read).toBe(whole);
});
