import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

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

async function failed() {
	const scripts = [
		`echo ran >> ${scratch}/first; echo V=kept >> "$CM_ENV"; echo data > file; ln -sf file link`,
		`test -e ${scratch}/fixed && echo "$V $(cat link) $IN $OORE_BUILD_ID"`,
		`echo ran >> ${scratch}/last`,
	];
	const workflow = { inputs: { who: { default: "me" } }, environment: { vars: { IN: "${{ inputs.who }}" } }, scripts };
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: workflow } }) });
	const build = await server.over((await server.client.trigger(id, { inputs: { who: "you" } })).id);
	expect(build).toMatchObject({ status: "failure", can: { rerun: true } });
	return build;
}

test("a failed build goes on at the step that failed, in a copy of its workspace", async () => {
	const build = await failed();
	await repo.commit({ "oore.yaml": "broken: [" });
	writeFileSync(join(scratch, "fixed"), "");
	const again = await server.over((await server.client.rerun(build.id)).id);
	expect(again).toMatchObject({
		status: "success",
		rerun_of: build.id,
		rerun_from_step: 1,
		commit_sha: build.commit_sha,
		inputs: { who: "you" },
		trigger_type: "manual",
	});
	const steps = await server.client.steps(again.id);
	expect(steps.slice(0, 4).map(({ status, error_message }) => [status, error_message])).toEqual([
		["success", null],
		["skipped", `It ran in build ${build.id}.`],
		["success", null],
		["success", null],
	]);
	expect((await server.client.logContent(again.id, { step: 1, stream: "stdout" })).content).toBe(
		`kept data you ${again.id}\n`,
	);
	expect(readFileSync(join(scratch, "first"), "utf8")).toBe("ran\n");
	expect(readFileSync(join(scratch, "last"), "utf8")).toBe("ran\n");
});

test("it may go on elsewhere, and what cannot be gone on with says why", async () => {
	const build = await failed();
	writeFileSync(join(scratch, "fixed"), "");
	const whole = await server.over((await server.client.rerun(build.id, { from_step: 0 })).id);
	expect(whole.status).toBe("success");
	expect(readFileSync(join(scratch, "first"), "utf8")).toBe("ran\nran\n");
	await expect(server.client.rerun(whole.id)).rejects.toThrow("None of its steps failed: say from which step.");
	await expect(server.client.rerun(build.id, { from_step: 9 })).rejects.toThrow("It has no step 9.");
	rmSync(join(server.folder, "workspaces", build.id), { recursive: true });
	await expect(server.client.rerun(build.id)).rejects.toMatchObject({
		status: 409,
		message: `Build ${build.id} cannot be gone on with: Its workspace was removed by retention.`,
	});
	expect((await server.client.build(build.id)).can.rerun).toBe("Its workspace was removed by retention.");
	await expect(server.client.workspace(build.id)).rejects.toMatchObject({ status: 410 });
});

test("its workspace is told, with what its steps saw and nothing of the server's", async () => {
	const build = await failed();
	const { path, environment } = await server.client.workspace(build.id);
	expect(readFileSync(join(path, "file"), "utf8")).toBe("data\n");
	expect(environment).toMatchObject({ CM_BUILD_ID: build.id, IN: "you" });
	expect(JSON.stringify(environment)).not.toContain(server.token);
});
