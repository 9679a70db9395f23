import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addRepository } from "#actors/repository/manage-repositories.ts";
import { removePipeline, savePipeline } from "#actors/repository/store-pipeline.ts";
import { pipelineHistory } from "#db/queries/pipelines.ts";
import { startCi, type TestCi } from "../../support/ci.ts";

let folder: string;
let ci: TestCi;
let repositoryId: string;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "oore-stored-"));
	ci = await startCi(folder);
	const fields = { name: "app", provider: "git", owner: "acme", repoName: "app", cloneUrl: "https://example.com/app" };
	const unknown = { githubRepositoryId: null, githubInstallationId: null, gitlabProjectId: null };
	const its = { ...fields, ...unknown, provider: "git", defaultBranch: "main" } as const;
	repositoryId = await addRepository(ci.kernel, ci.outside, its, undefined);
});
afterEach(async () => {
	await ci.close();
	rmSync(folder, { recursive: true, force: true });
});

const save = (over: string | undefined, savedBy: string) => {
	const content = JSON.stringify({ workflows: { [savedBy]: { scripts: ["true"] } } });
	const pipeline = { repositoryId, name: "oore", content, format: "yaml", savedBy } as const;
	return savePipeline(ci.kernel, ci.outside, pipeline, { mayReplace: (holds) => holds === over });
};
const history = () =>
	pipelineHistory(ci.outside.db, repositoryId, 10).map(({ savedBy, content }) => [savedBy, !!content]);

test("of two saves in one moment, which share a commit, the second is refused", async () => {
	const [first, second] = await Promise.allSettled([save(undefined, "one"), save(undefined, "two")]);
	expect(first).toMatchObject({ status: "fulfilled", value: { savedBy: "one" } });
	expect(second).toMatchObject({ status: "rejected", reason: { code: "pipeline_changed" } });
	expect(history()).toEqual([["one", true]]);
});

test("a save in the moment of a removal goes on from nothing", async () => {
	const { id } = await save(undefined, "one");
	const gone = removePipeline(ci.kernel, ci.outside, { repositoryId, savedBy: "two" });
	const late = save(id, "three");
	await gone;
	await expect(late).rejects.toThrow("none is stored");
	await save(undefined, "four");
	expect(history()).toEqual([
		["four", true],
		["two", false],
		["one", true],
	]);
});
