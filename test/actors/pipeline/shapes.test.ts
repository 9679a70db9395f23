import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { convertPipeline } from "#actors/pipeline/convert-pipeline.ts";
import { formatProblem } from "#actors/pipeline/format-problem.ts";
import { matchTrigger } from "#actors/pipeline/match-trigger.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import type { Reading } from "#actors/pipeline/pipeline.ts";
import type { GitEvent } from "#actors/webhook/git-event.ts";

const folder = join(import.meta.dirname, "../../fixtures/pipelines/shapes");
const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

const of = { commit: "c".repeat(40), fromFork: false } as const;
const branch = (name: string): GitEvent => ({ trigger: "push", ref: `refs/heads/${name}`, branch: name, ...of });
const events: Readonly<Record<string, GitEvent>> = {
	"push to main": branch("main"),
	"push to develop": branch("develop"),
	"push to release/1": branch("release/1"),
	"push to release/old1": branch("release/old1"),
	"push to feature/x": branch("feature/x"),
	"push to feature/keep": branch("feature/keep"),
	"review of feature/x into main": {
		trigger: "pull_request",
		ref: "refs/pull/1/head",
		branch: "feature/x",
		targetBranch: "main",
		reviewNumber: 1,
		...of,
	},
	"tag v1.0": { trigger: "tag", ref: "refs/tags/v1.0", tag: "v1.0", ...of },
	"tag v1.0-rc": { trigger: "tag", ref: "refs/tags/v1.0-rc", tag: "v1.0-rc", ...of },
	"tag nightly": { trigger: "tag", ref: "refs/tags/nightly", tag: "nightly", ...of },
};

/** What a reader of the file would want to know: what is said about it, and who starts on what. */
function summary({ pipeline, errors, warnings }: Reading): string {
	const told = [...errors, ...warnings].map((problem) => formatProblem("file", problem));
	const starts = Object.entries(events).map(
		([what, event]) =>
			`${what}: ${
				pipeline.workflows
					.filter((workflow) => matchTrigger(event, workflow).starts)
					.map(({ id }) => id)
					.join(", ") || "nothing"
			}`,
	);
	return `${[...told, ...starts].join("\n")}\n`;
}

test("there are thirty of them", () => expect(names).toHaveLength(30));

test.each(names)("%s is understood, and starts what it should", async (name) => {
	const reading = parsePipeline(readFileSync(join(folder, name), "utf8"), "oore.yaml");
	expect(reading.errors).toEqual([]);
	await expect(summary(reading)).toMatchFileSnapshot(join(folder, name.replace(".yaml", ".expected.txt")));
});

test.each(names)("%s keeps its meaning in HUML, and back in YAML", (name) => {
	const yaml = readFileSync(join(folder, name), "utf8");
	const converted = (text: string, from: "yaml" | "huml", to: "yaml" | "huml") => {
		const result = convertPipeline(text, from, to);
		if (!result.ok) throw new Error(JSON.stringify(result.errors));
		return result.content;
	};
	const huml = converted(yaml, "yaml", "huml");
	const meaning = parsePipeline(yaml, "oore.yaml").pipeline;
	expect(parsePipeline(huml, "oore.huml").pipeline).toEqual(meaning);
	expect(parsePipeline(converted(huml, "huml", "yaml"), "oore.yaml").pipeline).toEqual(meaning);
});
