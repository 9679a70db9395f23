import type { Step } from "#http/contract/builds.ts";
import type { LogContent } from "#http/contract/logs.ts";
import { paths } from "#http/contract/paths.ts";
import { answer, type CommandSpec, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { findBuild } from "../lookup.ts";
import { makeSanitizer } from "../output/sanitize.ts";
import { type Options, UsageError } from "../program.ts";

/** Lines asked for at a time. */
const pageLines = 20_000;

export const logsCommand: CommandSpec = {
	usage: "build logs <build>",
	description: "What a build's steps printed",
	options: [
		["--step <number>", "Of one step only"],
		["--stream <stream>", "stdout (if absent) or stderr"],
		["-f, --follow", "Go on as it grows, to the end of the build"],
		["-t, --timestamps", "When each line came, in front of it"],
		["--raw", "Every byte as it was printed, to a terminal too"],
	],
	examples: [
		"build logs last",
		"build logs last --step 2 -f",
		"build logs last -t",
		"build logs 01M7XN --stream stderr > build.log",
	],
	async run(context, [given], options) {
		const build = await findBuild(context, given);
		const stream = streamOf(options);
		const steps = (await context.client().steps(build.id)).filter(({ step_index: index }) => wanted(options, index));
		if (steps.length === 0) throw new UsageError(`Build ${build.id} has no step ${String(options["step"])}.`);
		if (context.json) return asJson(context, build.id, steps, stream);
		for (const step of steps) {
			if (context.signal.aborted) return exitCodes.interrupted;
			if (steps.length > 1) context.io.say(context.style.colour.bold(`── ${step.name}`));
			const printer = makePrinter(context, options);
			const log = { step: step.step_index, stream };
			if (options["follow"] === true) await follow(context, build.id, log, printer);
			else if (options["timestamps"] === true) await readByPages(context, build.id, log, printer);
			else await readBytes(context, build.id, log, printer);
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

interface OneLog {
	readonly step: number;
	readonly stream: "stdout" | "stderr";
}
type Part = Pick<LogContent, "content" | "times">;

/** Takes a log piece by piece: to a terminal goes only what cannot take it over, to anything else every byte. */
interface Printer {
	bytes(chunk: Uint8Array): Promise<void>;
	part(part: Part): Promise<void>;
	end(): Promise<void>;
}

function makePrinter(context: Context, options: Options): Printer {
	const sanitizer = makeSanitizer();
	const decoder = new TextDecoder();
	const clean = context.style.isTerminal && options["raw"] !== true;
	const stamp = options["timestamps"] === true ? makeStamper() : ({ content }: Part) => content;
	return {
		bytes: (chunk) => context.write(clean ? sanitizer.push(decoder.decode(chunk, { stream: true })) : chunk),
		part: (part) => context.write(clean ? sanitizer.push(stamp(part)) : stamp(part)),
		end: async () => {
			if (clean) await context.write(sanitizer.push(decoder.decode()) + sanitizer.end());
		},
	};
}

/** Puts the time in front of every line, also of one that comes in pieces. */
function makeStamper(): (part: Part) => string {
	let inLine = false;
	let at = "-";
	return ({ content, times }) => {
		const known = new Map(times.map((time) => [time.line, time.at]));
		const lines = content.match(/[^\n]*\n|[^\n]+$/g) ?? [];
		return lines
			.map((line, index) => {
				at = known.get(index) ?? at;
				const stamped = inLine ? line : `${at} ${line}`;
				inLine = !line.endsWith("\n");
				return stamped;
			})
			.join("");
	};
}

async function readBytes(context: Context, id: string, log: OneLog, printer: Printer): Promise<void> {
	for await (const chunk of await context.client().logBytes(id, { ...log })) await printer.bytes(chunk);
	await printer.end();
}

async function readByPages(context: Context, id: string, log: OneLog, printer: Printer): Promise<void> {
	for (let offset = 0; ; offset += pageLines) {
		const page = await context.client().logContent(id, { ...log, offset, limit: pageLines });
		await printer.part(page);
		if (page.truncated)
			context.io.say(`Lines ${offset + 1} to ${offset + pageLines} are too long to be shown whole: leave out -t.`);
		if (offset + pageLines >= page.line_count) break;
	}
	await printer.end();
}

async function follow(context: Context, id: string, log: OneLog, printer: Printer): Promise<void> {
	for await (const { event, data } of context.client().follow(paths.logStream(id, { ...log }), context.signal))
		if (event === "log") await printer.part(data as Part);
	await printer.end();
}
