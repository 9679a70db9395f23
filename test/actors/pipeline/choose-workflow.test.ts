import { expect, test } from "vitest";
import { chooseWorkflow } from "#actors/pipeline/choose-workflow.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";

function pipeline(...ids: string[]) {
	const workflows = ids.map((id) => `${id}: { name: ${id} name, scripts: [ls] }`).join(", ");
	return parsePipeline(`workflows: { ${workflows} }`, "oore.yaml").pipeline;
}

test.each<[known: string[], wanted: string | undefined, chosen: string]>([
	[["a", "b"], undefined, "a"],
	[["a", "default", "b"], undefined, "default"],
	[["a", "default"], "a", "a"],
	[["a", "b"], "b name", "b"],
	[["a", "__proto__"], "__proto__", "__proto__"],
])("of %j a build by hand that wants %j takes %s", (known, wanted, chosen) => {
	expect(chooseWorkflow(pipeline(...known), wanted).id).toBe(chosen);
});

test("an id counts more than the same word as another's name", () => {
	const { pipeline } = parsePipeline("workflows: { a: { name: b, scripts: [ls] }, b: { scripts: [ls] } }", "oore.yaml");
	expect(chooseWorkflow(pipeline, "b").id).toBe("b");
});

test("a workflow that is not there is refused, with those that are", () => {
	expect(() => chooseWorkflow(pipeline("a", "b"), "toString")).toThrow(
		expect.objectContaining({
			code: "workflow_not_found",
			message: "There is no workflow named toString. The pipeline has: a, b.",
		}),
	);
});
