import type { Step } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import { answer, type CommandSpec, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { findBuild } from "../lookup.ts";
import { makeSanitizer } from "../output/sanitize.ts";
import { type Options, UsageError } from "../program.ts";

export const logsCommand: CommandSpec = {
	usage: "build logs <build>",
	description: "What a build's steps printed",
	options: [
		["--step <number>", "Of one step only"],
		["--stream <stream>", "stdout (if absent) or stderr"],
		["-f, --follow", "Go on as it grows, to the end of the build"],
		["--raw", "Every byte as it was printed, to a terminal too"],
	],
	examples: ["build logs last", "build logs last --step 2 -f", "build logs 01M7XN --stream stderr > build.log"],
	async run(context, [given], options) {
		const build = await findBuild(context, given);
		const stream = streamOf(options);
		const steps = (await context.client().steps(build.id)).filter(({ step_index: index }) => wanted(options, index));
		if (steps.length === 0) throw new UsageError(`Build ${build.id} has no step ${String(options["step"])}.`);
		if (context.json) return asJson(context, build.id, steps, stream);
		for (const step of steps) {
			if (context.signal.aborted) return exitCodes.interrupted;
			if (steps.length > 1) context.io.say(context.style.colour.bold(`── ${step.name}`));
			if (options["follow"] === true) await follow(context, build.id, step, stream, options["raw"] === true);
			else await print(context, build.id, step, stream, options["raw"] === true);
		}
		return context.signal.aborted ? exitCodes.interrupted : exitCodes.ok;
	},
};

function wanted(options: Options, index: number): boolean {
	return options["step"] === undefined ? index >= 0 : String(index) === options["step"];
}

function streamOf(options: Options): "stdout" | "stderr" {
	const stream = options["stream"] ?? "stdout";
	if (stream !== "stdout" && stream !== "stderr") throw new UsageError("--stream is stdout or stderr.");
	return stream;
}

async function asJson(
	context: Context,
	id: string,
	steps: readonly Step[],
	stream: "stdout" | "stderr",
): Promise<number> {
	const client = context.client();
	const logs = await Promise.all(
		steps.map(({ step_index: step }) => client.logContent(id, { step, stream, limit: 100_000 })),
	);
	answer(context, logs, () => "");
	return exitCodes.ok;
}

/** To a terminal only what cannot take it over; to anything else every byte. */
async function print(context: Context, id: string, step: Step, stream: string, raw: boolean): Promise<void> {
	const bytes = await context.client().logBytes(id, { step: step.step_index, stream });
	const sanitizer = makeSanitizer();
	const decoder = new TextDecoder();
	const clean = context.style.isTerminal && !raw;
	for await (const chunk of bytes)
		await context.write(clean ? sanitizer.push(decoder.decode(chunk, { stream: true })) : chunk);
	if (clean) await context.write(sanitizer.push(decoder.decode()) + sanitizer.end());
}

async function follow(context: Context, id: string, step: Step, stream: string, raw: boolean): Promise<void> {
	const sanitizer = makeSanitizer();
	const clean = context.style.isTerminal && !raw;
	const path = paths.logStream(id, { step: step.step_index, stream });
	for await (const { event, data } of context.client().follow(path, context.signal)) {
		if (event !== "log") continue;
		const { content } = data as { content: string };
		await context.write(clean ? sanitizer.push(content) : content);
	}
	if (clean) await context.write(sanitizer.end());
}
