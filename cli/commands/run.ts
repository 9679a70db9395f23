import { answer, type CommandSpec } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { inputsOf } from "../inputs.ts";
import { table } from "../output/table.ts";
import { secretInput } from "../secret-input.ts";

export const runCommand: CommandSpec = {
	usage: "run [workflow]",
	description: "Run a pipeline here, on the checkout as it is, without a server",
	options: [
		["--dir <folder>", "The checkout; this folder if absent"],
		["--file <file>", "Another pipeline than the checkout's own"],
		["--step <step>", "Only this step, by its name or its number from 0; may be given several times"],
		["--input <name=value>", "A value for one of the workflow's inputs; may be given several times"],
		["--secrets <file>", "A .env file: variables for every group that is asked for, hidden in the output"],
		["--artifacts <folder>", "Copy what the pipeline wants kept there"],
		["--publish", "Run the scripts of publishing too"],
		["--list", "Only tell the workflows and their steps"],
	],
	examples: ["run", "run ios --step 'Unit tests'", "run release --secrets .env.release --artifacts out"],
	async run(context, [workflow], options) {
		// Everything that a build needs is loaded by those who build.
		const [{ openCheckout }, { runHere }] = await Promise.all([
			import("../here/checkout.ts"),
			import("../here/run-here.ts"),
		]);
		const { dir = ".", file, secrets, artifacts } = options as Record<string, string | undefined>;
		const checkout = openCheckout(dir, file);
		if (options["list"] === true) {
			const { workflows } = checkout.pipeline;
			const listed = workflows.map(({ id, name, scripts }) => ({ id, name, steps: scripts.map((step) => step.name) }));
			answer(context, listed, () =>
				table(
					context.style,
					["WORKFLOW", "NAME", "STEPS"],
					listed.map(({ id, name, steps }) => [id, name, steps.join(" · ")]),
				),
			);
			return exitCodes.ok;
		}
		return runHere(context, checkout, {
			workflow,
			steps: [options["step"] ?? []].flat() as string[],
			inputs: options["input"] === undefined ? {} : inputsOf(options["input"] as string | string[]),
			secrets: secrets === undefined ? "" : await secretInput(context, "--secrets", `@file:${secrets}`),
			artifacts,
			publish: options["publish"] === true,
		});
	},
};
