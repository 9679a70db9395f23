import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { configFiles } from "#actors/pipeline/config-files.ts";
import { defaultPipeline } from "#actors/pipeline/default-pipeline.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";

test("a Flutter project without a pipeline is fetched, analyzed and tested on every push and review", () => {
	const [workflow, ...others] = defaultPipeline(true).workflows;
	expect(others).toEqual([]);
	expect(workflow).toMatchObject({ id: "default", triggering: { events: ["push", "pull_request"] } });
	expect(workflow?.scripts.map(({ script }) => script)).toEqual(["flutter pub get", "flutter analyze", "flutter test"]);
});

test("any other project succeeds with a hint that is itself a pipeline", () => {
	const [step, ...others] = defaultPipeline(false).workflows[0]?.scripts ?? [];
	expect(others).toEqual([]);
	const printed = execFileSync("/bin/sh", ["-c", step?.script ?? "false"], { encoding: "utf8" });
	expect(printed).toContain("oore.yaml");
	const { pipeline, errors, warnings } = parsePipeline(printed.slice(printed.indexOf("workflows:")), "oore.yaml");
	expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
	expect(pipeline.workflows.map(({ id }) => id)).toEqual(["default"]);
});

test("a repository's own file is looked for under Oore's names first, then under Codemagic's", () => {
	expect(configFiles).toEqual([
		"oore.huml",
		".oore.huml",
		"oore.yaml",
		".oore.yaml",
		"oore.yml",
		".oore.yml",
		"codemagic.huml",
		".codemagic.huml",
		"codemagic.yaml",
		".codemagic.yaml",
		"codemagic.yml",
		".codemagic.yml",
	]);
});
