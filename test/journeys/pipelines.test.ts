import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Build } from "#http/contract/builds.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { deliver, type Server, sign, startServer } from "../support/server.ts";

let server: Server;
let repo: Repo;
let id: string;
let scratch: string;

beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.remove());
beforeEach(async (context) => {
	repo = await makeRepo();
	id = await server.add(repo, `app-${context.task.id}`);
	scratch = mkdtempSync(join(tmpdir(), "oore-scratch-"));
});
afterEach(async () => {
	await repo.remove();
	rmSync(scratch, { recursive: true, force: true });
});

const file = (workflows: Record<string, unknown>) => ({ "oore.yaml": JSON.stringify({ workflows }) });
async function push(files: Record<string, string>, message = "change"): Promise<readonly Build[]> {
	const builds = await server.pushed(id, await repo.commit(files, { message }));
	return Promise.all(builds.map((build) => server.over(build.id)));
}
async function built(workflow: unknown): Promise<Build> {
	const [build] = await push(file({ ci: workflow }));
	if (!build) throw new Error("The push led to no build.");
	return build;
}
const log = async (build: string, step: number, stream = "stdout") =>
	(await server.client.logContent(build, { step, stream })).content;
const statuses = async (build: string) =>
	(await server.client.steps(build)).map(({ name, status }) => `${name}: ${status}`);
const verdictsOf = async () => {
	const [latest] = await server.client.webhookEvents({ limit: 1 });
	return server.client.webhookEvent(latest?.id ?? "");
};

describe("a script", () => {
	test("finds Codemagic's variables, and the numbers of its build", async () => {
		const workflow = {
			scripts: [
				"env | grep -E '^(CM_|FCI_|OORE_|BUILD_NUMBER|PROJECT_BUILD_NUMBER|CI=)' | sort",
				"test -d $CM_EXPORT_DIR",
			],
		};
		const first = await built(workflow);
		const second = await server.over((await server.client.trigger(id, {})).id);
		expect([first, second]).toMatchObject([
			{ status: "success", number: 1, workflow_number: 1 },
			{ status: "success", number: 2, workflow_number: 2 },
		]);
		const variables = Object.fromEntries(
			(await log(second.id, 0))
				.trim()
				.split("\n")
				.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
		);
		expect(variables).toMatchObject({
			CI: "true",
			BUILD_NUMBER: "2",
			PROJECT_BUILD_NUMBER: "2",
			CM_BUILD_ID: second.id,
			CM_BRANCH: "main",
			CM_COMMIT: second.commit_sha,
			CM_PULL_REQUEST: "false",
			CM_REPO_SLUG: expect.stringContaining("/"),
			FCI_BUILD_ID: second.id,
			OORE_BUILD_ID: second.id,
			CM_BUILD_DIR: expect.stringContaining(second.id),
		});
	});

	test("passes variables on by $CM_ENV, but not whose build it is", async () => {
		const build = await built({
			scripts: [
				'printf "A=one\\nNOTES<<END\\nfirst\\nsecond\\nEND\\nOORE_BUILD_ID=other\\nnonsense\\n" >> "$CM_ENV"',
				'echo "$A|$NOTES|$OORE_BUILD_ID"; echo A=two >> "$CM_ENV"',
				'echo "$A"',
			],
		});
		expect(build.status).toBe("success");
		expect(await log(build.id, 1)).toBe(`one|first\nsecond|${build.id}\n`);
		expect(await log(build.id, 1, "stderr")).toBe("Warning: Line 7 of CM_ENV is not NAME=value.\n");
		expect(await log(build.id, 2)).toBe("two\n");
	});

	test("is run by the program of its first line, and otherwise ends at the first command that fails", async () => {
		const build = await built({
			scripts: [
				"#!/usr/bin/env node\nconsole.log(process.argv.length, `${1 + 1}`)",
				"#!/bin/sh\nfalse\necho goes on",
				{ script: "false\necho never", ignore_failure: true },
				"#!/no/such/program\nx",
			],
		});
		expect(await statuses(build.id)).toEqual([
			"Check out: success",
			"console.log(process.argv.length, `${1 + 1}`): success",
			"false: success",
			"false: failure",
			"x: failure",
			"Collect artifacts: success",
			"Clean up: success",
		]);
		expect(await log(build.id, 0)).toBe("2 2\n");
		expect(await log(build.id, 1)).toBe("goes on\n");
		expect(await log(build.id, 2)).toBe("");
	});

	test("runs in the workflow's working directory unless it has its own", async () => {
		const [build] = await push({
			...file({
				ci: {
					working_directory: "app",
					scripts: ["basename $PWD", { script: "basename $PWD", working_directory: "lib" }],
				},
			}),
			"app/a": "",
			"lib/b": "",
		});
		expect(build).toMatchObject({ status: "success" });
		expect([await log(build?.id ?? "", 0), await log(build?.id ?? "", 1)]).toEqual(["app\n", "lib\n"]);
	});
});

describe("publishing", () => {
	test("runs after a success with the artifacts as JSON, and after a failure too; its own failure counts", async () => {
		const publishing = {
			scripts: [
				'echo "$CM_BUILD_STATUS $CM_ARTIFACT_LINKS"',
				{ script: "exit 3", ignore_failure: true },
				"exit 4",
				"echo never",
			],
		};
		const good = await built({ scripts: ["echo 1 > a.apk"], artifacts: ["*.apk"], publishing });
		expect(good).toMatchObject({ status: "failure", error_message: 'Step "exit 4" exited with code 4.' });
		expect(await statuses(good.id)).toEqual([
			"Check out: success",
			"echo 1 > a.apk: success",
			"Collect artifacts: success",
			'echo "$CM_BUILD_STATUS $CM_ARTIFACT_LINKS": success',
			"exit 3: failure",
			"exit 4: failure",
			"echo never: skipped",
			"Clean up: success",
		]);
		const told = await log(good.id, 2);
		expect(told).toMatch(/^success \[/);
		const [link] = JSON.parse(told.slice("success ".length)) as { name: string; type: string; url: string }[];
		expect(link).toMatchObject({ name: "a.apk", type: "apk" });
		expect((await server.fetch(new URL(link?.url ?? "").pathname)).status).toBe(200);

		const bad = await built({ scripts: ["exit 9", "echo never"], publishing: { scripts: ["echo $CM_BUILD_STATUS"] } });
		expect(bad).toMatchObject({ status: "failure", error_message: 'Step "exit 9" exited with code 9.' });
		expect(await log(bad.id, 3)).toBe("failure\n");
	});

	test("does not run after a cancel or a timeout", async () => {
		const publishing = { scripts: [`touch ${join(scratch, "published")}`] };
		const slow = await built({ scripts: [{ script: "sleep 60", timeout: 1 }], publishing: { scripts: ["true"] } });
		// A step's timeout is a failure of the step; the build's own is the end of it.
		expect((await statuses(slow.id)).slice(-2)).toEqual(["true: success", "Clean up: success"]);
		await repo.commit(file({ ci: { scripts: [`touch ${join(scratch, "runs")}; sleep 60`], publishing } }));
		const build = await server.client.trigger(id, {});
		await server.until(async () => (await server.client.build(build.id)).status === "running");
		await server.client.cancel(build.id);
		expect(await server.over(build.id)).toMatchObject({ status: "cancelled" });
		expect((await statuses(build.id)).slice(-2)).toEqual([
			`touch ${join(scratch, "published")}: cancelled`,
			"Clean up: success",
		]);
	});
});

describe("what starts", () => {
	const ci = { scripts: ["true"] };

	test.each(["[skip ci] docs", "docs\n\n[CI SKIP]"])("nothing, when the message says %j", async (message) => {
		expect(await push(file({ ci }), message)).toEqual([]);
		expect(await verdictsOf()).toMatchObject({
			status: "ignored",
			result: expect.stringMatching(/\[(skip ci|CI SKIP)\]/),
		});
	});

	test("only what a changeset wants, compared with the last success", async () => {
		const mobile = { ...ci, when: { changeset: { includes: ["mobile"], excludes: ["**/*.md"] } } };
		const started = async (files: Record<string, string>) => (await push(files)).map((build) => build.workflow_name);
		expect(await started(file({ mobile, all: ci }))).toEqual(["mobile", "all"]);
		expect(await started({ "server/a": "1" })).toEqual(["all"]);
		expect((await verdictsOf()).verdicts).toMatchObject([
			{
				workflow: "mobile",
				starts: false,
				reason: expect.stringMatching(/^None of the 1 files changed since \w{8} is in its changeset\.$/),
			},
			{ workflow: "all", starts: true },
		]);
		expect(await started({ "mobile/README.md": "1" })).toEqual(["all"]);
		expect(await started({ "mobile/a": "1" })).toEqual(["mobile", "all"]);
		expect(await started({ "server/b": "1" })).toEqual(["all"]);
	});

	test("what a condition on the payload and the variables wants", async () => {
		const workflows = {
			yes: { ...ci, environment: { vars: { KIND: "x" } }, when: { condition: 'env.KIND == "x" and event.release' } },
			no: { ...ci, when: { condition: "not event.release" } },
			part: { scripts: [{ script: "true", when: { condition: "event.nothing" } }, "echo ran"] },
		};
		const { ref, commit } = await repo.commit(file(workflows));
		const body = JSON.stringify({ ref, after: commit, release: true });
		await deliver(server.url, id, body, { "x-hub-signature-256": sign(body), "x-oore-delivery": scratch });
		await server.until(async () => (await verdictsOf()).processed);
		const event = await verdictsOf();
		expect(event.verdicts).toMatchObject([
			{ workflow: "yes", starts: true },
			{ workflow: "no", starts: false, reason: "The condition `not event.release` is false." },
			{ workflow: "part", starts: true },
		]);
		const part = await server.over(event.verdicts?.[2]?.build_id ?? "");
		expect(part.status).toBe("success");
		expect((await server.client.steps(part.id)).map(({ status, error_message }) => [status, error_message])).toEqual([
			["success", null],
			["skipped", "The condition `event.nothing` is false."],
			["success", null],
			["success", null],
			["success", null],
		]);
	});

	test("with values for its inputs; wrong ones are refused with the reason", async () => {
		const inputs = {
			who: { type: "choice", options: ["you", "me"], default: "me" },
			n: { type: "number", required: true },
		};
		await repo.commit(file({ hello: { inputs, scripts: ["echo ${{ inputs.who }} ${{ inputs.n }}"] } }));
		const build = await server.client.trigger(id, { inputs: { who: "you", n: 3 } });
		expect(await server.over(build.id)).toMatchObject({ status: "success", inputs: { who: "you", n: 3 } });
		expect(await log(build.id, 0)).toBe("you 3\n");
		const again = await server.over((await server.client.retrigger(build.id)).id);
		expect(again.inputs).toEqual({ who: "you", n: 3 });
		await expect(server.client.trigger(id, { inputs: { who: "they" } })).rejects.toThrow(
			'The workflow hello cannot be started so: The input who: "they" is not among its options: you, me. The input n must be given.',
		);
		await expect(server.client.trigger(id, { inputs: { n: 1, x: "1" } })).rejects.toThrow("There is no input x.");
	});

	test("ends those before it where the workflow says so", async () => {
		const waits = { triggering: { events: ["push"], cancel_previous_builds: true }, scripts: ["sleep 60"] };
		const [first] = await server.pushed(id, await repo.commit(file({ waits, stays: { scripts: ["sleep 60"] } })));
		const [second] = await server.pushed(id, await repo.commit({ a: "1" }));
		expect(await server.over(first?.id ?? "")).toMatchObject({
			status: "cancelled",
			error_message: `Cancelled by a newer build, ${second?.id}.`,
		});
		const all = await server.client.builds({ repository: id });
		expect(all.map(({ workflow_name, status }) => [workflow_name, status === "cancelled"])).toEqual([
			["stays", false],
			["waits", false],
			["stays", false],
			["waits", true],
		]);
		for (const build of all) if (build.can.cancel === true) await server.client.cancel(build.id);
		for (const build of all) await server.over(build.id);
	});
});
