import { Refusal } from "../refusals.ts";
import type { Pipeline, Workflow } from "./pipeline.ts";

/** The workflow of a build started by hand: the one named, else `default`, else the first. @throws Refusal */
export function chooseWorkflow({ workflows }: Pipeline, wanted: string | undefined): Workflow {
	const chosen =
		wanted === undefined
			? (workflows.find(({ id }) => id === "default") ?? workflows[0])
			: (workflows.find(({ id }) => id === wanted) ?? workflows.find(({ name }) => name === wanted));
	if (chosen) return chosen;
	throw new Refusal("workflow_not_found", {
		workflow: wanted ?? "default",
		known: workflows.map(({ id }) => id).join(", "),
	});
}
