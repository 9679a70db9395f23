import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Problem } from "#http/contract/errors.ts";
import { paths } from "#http/contract/paths.ts";
import type { OwnPipeline, Supposition } from "#http/contract/pipelines.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

let server: Server;
let repo: Repo;
let id: string;

beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.remove());
beforeEach(async (context) => {
	repo = await makeRepo();
	id = await server.add(repo, `app-${context.task.id}`);
	context.onTestFinished(() => repo.remove());
});

const pipeline = (workflow: string, rest: Record<string, unknown> = {}) =>
	JSON.stringify({ workflows: { [workflow]: { scripts: ["true"], ...rest } } });
const workflowOf = async () => {
	const build = await server.client.trigger(id, {});
	await server.over(build.id);
	return [build.workflow_name, build.config_source];
};

test("a stored pipeline holds before the repository's file, and every save can be brought back", async () => {
	await repo.commit({ "oore.yaml": pipeline("own") });
	await expect(server.client.pipeline(id)).rejects.toMatchObject({ status: 404 });
	expect(await workflowOf()).toEqual(["own", "repository"]);
	await server.client.storePipeline(id, { config_content: pipeline("first"), saved_by: "someone" });
	await server.client.storePipeline(id, { config_content: pipeline("second") });
	expect(await workflowOf()).toEqual(["second", "database"]);
	await server.client.removePipeline(id);
	expect(await workflowOf()).toEqual(["own", "repository"]);
	await expect(server.client.removePipeline(id)).rejects.toMatchObject({ status: 404 });
	const history = await server.client.pipelineHistory(id);
	expect(history.map(({ is_active, saved_by, config_content }) => [is_active, saved_by, config_content])).toEqual([
		[false, "admin", null],
		[false, "admin", pipeline("second")],
		[false, "someone", pipeline("first")],
	]);
	const restored = await server.client.restorePipeline(id, history[2]?.id ?? "");
	expect(restored.config_content).toBe(pipeline("first"));
	expect(await workflowOf()).toEqual(["first", "database"]);
	expect((await server.client.pipelineHistory(id, { limit: 1 }))[0]).toMatchObject({
		restored_from: history[2]?.id,
		is_active: true,
	});
	await expect(server.client.restorePipeline(id, history[0]?.id ?? "")).rejects.toMatchObject({ status: 404 });
});

test("who says what a save goes on from saves over nothing else", async () => {
	const one = { config_content: pipeline("one") };
	const first = await server.client.storePipeline(id, one, null);
	const got = await server.fetch(paths.pipeline(id));
	expect(got.headers.get("etag")).toBe(`"${first.id}"`);
	await expect(server.client.storePipeline(id, one, null)).rejects.toMatchObject({ status: 412 });
	const second = await server.client.storePipeline(id, { ...one, saved_by: "somebody" }, first.id);
	await expect(server.client.storePipeline(id, one, first.id)).rejects.toMatchObject({
		status: 412,
		problem: { code: "pipeline_changed" },
		message: `The stored pipeline is another one by now: ${second.id}, saved by somebody. Look at it, and save again going on from it.`,
	});
	// Of those that come at once one is first.
	const together = await Promise.allSettled(
		Array.from({ length: 8 }, () => server.client.storePipeline(id, one, second.id)),
	);
	expect(together.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
	await server.client.removePipeline(id);
	await expect(server.client.storePipeline(id, one, second.id)).rejects.toThrow("none is stored");
	expect((await server.client.storePipeline(id, one)).config_content).toBe(one.config_content);
	expect(await server.client.pipelineHistory(id)).toHaveLength(5);
});

test("the repository's own file can be read, and that there is none", async () => {
	const own = async () => (await (await server.fetch(paths.pipelineFile(id))).json()) as OwnPipeline;
	expect(await own()).toMatchObject({ branch: "main", file: null });
	const { commit } = await repo.commit({ "codemagic.yaml": pipeline("own") });
	expect(await own()).toEqual({
		branch: "main",
		commit_sha: commit,
		file: { path: "codemagic.yaml", config_content: pipeline("own"), config_format: "yaml" },
	});
	await repo.remove();
	const answer = await server.fetch(paths.pipelineFile(id));
	expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([502, "fetch_failed"]);
});

test("the repository's file may be told to go first", async () => {
	const other = await startServer({ environment: { OORE_CONFIG_PRECEDENCE: "repository" } });
	try {
		const same = await other.add(repo);
		await other.client.storePipeline(same, { config_content: pipeline("stored") });
		expect((await other.client.trigger(same, {})).workflow_name).toBe("stored");
		await repo.commit({ "oore.yaml": pipeline("own") });
		expect((await other.client.trigger(same, {})).workflow_name).toBe("own");
	} finally {
		await other.remove();
	}
});

test("what cannot be used is refused with its places, and nothing is stored", async () => {
	const broken = { config_content: "workflows:\n  a:\n    scripts: 1: 2\n" };
	await expect(server.client.storePipeline(id, broken)).rejects.toMatchObject({ status: 400 });
	expect(await server.client.pipelineHistory(id)).toEqual([]);
	const judged = await server.client.validatePipeline({ ...broken, file: "x/oore.yaml" });
	expect(judged).toMatchObject({ valid: false, workflows: [], errors: [{ line: 3, column: expect.any(Number) }] });
	const fine = await server.client.validatePipeline({
		config_content: "workflows: { a: { name: A, scripts: [xcode-project use-profiles, ls] } }",
		file: "codemagic.yaml",
	});
	expect(fine).toMatchObject({ valid: true, workflows: [{ id: "a", name: "A", scripts: 2 }], errors: [] });
	expect(fine.warnings.map(({ message }) => message)).toEqual([
		"Without `triggering` this workflow is started by hand only, as on Codemagic.",
		expect.stringContaining("Its scripts call xcode-project, which is not on the PATH here"),
	]);
});

test("a delivery is judged again by another pipeline, without side effects unless they are asked for", async () => {
	const files = { "oore.yaml": pipeline("own", { triggering: { events: ["push"], branch_patterns: ["release/*"] } }) };
	expect(await server.pushed(id, await repo.commit(files))).toEqual([]);
	const [event] = await server.client.webhookEvents({ repository: id });
	const builds = async () => (await server.client.builds({ repository: id })).length;
	expect(await server.client.replay(event?.id ?? "")).toMatchObject({
		result: "No workflow wanted it: own: The branch main is not included by release/*.",
		started: [],
	});
	const edited = { config_content: pipeline("edited") };
	expect(await server.client.replay(event?.id ?? "", edited)).toEqual({
		result: "Would start edited.",
		verdicts: [{ workflow: "edited", starts: true, reason: "Every branch starts it.", build_id: null }],
		started: [],
	});
	expect(await builds()).toBe(0);
	const compared = await server.client.tryPipeline(id, edited);
	expect(compared).toMatchObject([{ event_id: event?.id, did_start: [], would_start: ["edited"] }]);
	expect(await builds()).toBe(0);
	await server.client.changeRepository(id, { is_active: false });
	await expect(server.client.replay(event?.id ?? "", { ...edited, for_real: true })).rejects.toMatchObject({
		status: 409,
		problem: { code: "repository_paused" },
	});
	expect(await builds()).toBe(0);
	await server.client.changeRepository(id, { is_active: true });
	const real = await server.client.replay(event?.id ?? "", { ...edited, for_real: true });
	expect(await server.over(real.started[0] ?? "")).toMatchObject({ workflow_name: "edited", status: "success" });
	expect((await server.client.tryPipeline(id, edited))[0]).toMatchObject({
		did_start: ["edited"],
		would_start: ["edited"],
	});
	await expect(server.client.replay(event?.id ?? "", { config_content: "a: [" })).rejects.toMatchObject({
		status: 400,
	});
	await expect(server.client.replay("01HZZZZZZZZZZZZZZZZZZZZZZZ")).rejects.toMatchObject({ status: 404 });
});

test("a branch, a tag and a pull request are judged before anybody pushes them", async () => {
	const pushed = { "oore.yaml": pipeline("own", { triggering: { events: ["push"], branch_patterns: ["main"] } }) };
	const { commit } = await repo.commit(pushed);
	await repo.git("branch", "feature/a", commit);
	await repo.git("tag", "v1", commit);
	const judged = async (event: Supposition["event"], content?: string) =>
		(await server.client.supposePush(id, { event, ...(content !== undefined && { config_content: content }) }))
			.verdicts;
	expect(await judged({ branch: "main" })).toMatchObject([{ workflow: "own", starts: true, build_id: null }]);
	expect(await judged({ branch: "feature/a" })).toMatchObject([
		{ starts: false, reason: "The branch feature/a is not included by main." },
	]);
	const edited = pipeline("edited", {
		triggering: {
			events: ["tag", "pull_request"],
			tag_patterns: ["v*"],
			branch_patterns: [{ pattern: "main", source: false }],
		},
	});
	expect(await judged({ tag: "v1" }, edited)).toMatchObject([{ workflow: "edited", starts: true }]);
	expect(await judged({ pull_request: { from: "feature/a" } }, edited)).toMatchObject([
		{ starts: true, reason: "The target branch main is included by the pattern main." },
	]);
	expect(await judged({ pull_request: { from: "feature/a", into: "next" } }, edited)).toMatchObject([
		{ starts: false },
	]);
	await expect(judged({ branch: "gone" })).rejects.toThrow("There is no refs/heads/gone in");
	await expect(judged({ branch: "main" }, "a: [")).rejects.toMatchObject({ status: 400 });
	expect(await server.client.builds({ repository: id })).toEqual([]);
});

test("a pipeline is converted between its languages, and a file in HUML is built", async () => {
	const yaml = "workflows:\n  a:\n    scripts:\n      - |\n        echo one\n        echo two\n";
	const { config_content: huml } = await server.client.convertPipeline({
		config_content: yaml,
		from: "yaml",
		to: "huml",
	});
	expect(huml).toBe(
		'%HUML v0.2.0\nworkflows::\n  a::\n    scripts::\n      - """\n        echo one\n        echo two\n\n      """\n',
	);
	expect((await server.client.convertPipeline({ config_content: huml, from: "huml", to: "yaml" })).config_content).toBe(
		yaml,
	);
	await expect(server.client.convertPipeline({ config_content: "a: b", from: "huml", to: "yaml" })).rejects.toThrow(
		'pipeline.huml:1:4 b must stand in quotes: "b".',
	);
	await repo.commit({ "oore.huml": huml, "oore.yaml": pipeline("other") });
	const build = await server.over((await server.client.trigger(id, {})).id);
	expect(build).toMatchObject({ status: "success", workflow_name: "a" });
	expect((await server.client.logContent(build.id, { step: 0, stream: "stdout" })).content).toBe("one\ntwo\n");
});
