import { readFrom } from "#actors/log/read-from.ts";
import { artifactsOf, buildById, stepOf as rowOf, stepsOf } from "#db/queries/builds.ts";
import { streams } from "#db/vocabulary.ts";
import { buildOf } from "#http/build-of.ts";
import type { Build, Step } from "#http/contract/builds.ts";
import { size } from "#http/contract/words.ts";
import { followLog } from "#http/follow-log.ts";
import { stepOf } from "#http/step-of.ts";
import type { Context } from "../context.ts";
import { makeSanitizer } from "../output/sanitize.ts";
import { status } from "../output/style.ts";
import { took } from "../output/time.ts";
import type { CiHere } from "./open-ci.ts";

const never = new AbortController().signal;
const mostWarnings = 256 * 1024;

/** A build on the terminal, step by step as it runs; with --json its steps and itself as one object a line, and the logs on stderr. */
export async function showBuild(context: Context, ci: CiHere, id: string): Promise<Build> {
	for (const { stepIndex, script } of stepsOf(ci.outside.db, id)) {
		if (script === null) continue;
		await showStep(context, ci, id, stepIndex);
	}
	await until(ci, id, () => buildNow(ci, id).finished_at !== null);
	const build = buildNow(ci, id);
	if (context.json) context.io.out(`${JSON.stringify(build)}\n`);
	else await tellResults(context, ci, build);
	return build;
}

async function showStep(context: Context, ci: CiHere, id: string, index: number): Promise<void> {
	const now = (): Step => {
		const row = rowOf(ci.outside.db, id, index);
		if (!row) throw new Error(`Build ${id} has no step ${index}.`);
		return stepOf(row);
	};
	await until(ci, id, () => now().status !== "pending");
	const { colour } = context.style;
	const { name, status: begun, error_message: why } = now();
	if (begun === "skipped") context.io.say(colour.dim(`– ${name}: ${why ?? "skipped"}`));
	else {
		context.io.say(colour.bold(`▶ ${name}`));
		await Promise.all(streams.map((stream) => showLog(context, ci, id, index, stream)));
		const { status: ended, started_at: from, finished_at: to, error_message: reason } = now();
		context.io.say(`${status(context.style, ended)} ${took(from, to, context.now())}${reason ? `: ${reason}` : ""}`);
	}
	if (context.json) context.io.out(`${JSON.stringify(now())}\n`);
}

async function showLog(
	context: Context,
	ci: CiHere,
	buildId: string,
	step: number,
	stream: "stdout" | "stderr",
): Promise<void> {
	const sanitizer = makeSanitizer();
	const clean = context.style.isTerminal;
	const to = context.json ? "stderr" : stream;
	for await (const { event, data } of followLog(ci, { buildId, step, stream, from: 0 }, never)) {
		if (event !== "log") continue;
		const { content } = data as { content: string };
		await context.write(clean ? sanitizer.push(content) : content, to);
	}
	if (clean) await context.write(sanitizer.end(), to);
}

async function tellResults(context: Context, ci: CiHere, build: Build): Promise<void> {
	const { io } = context;
	const collecting = stepsOf(ci.outside.db, build.id).find(
		({ script, stepIndex }) => script === null && stepIndex >= 0,
	);
	if (collecting) {
		const path = ci.outside.logs.path(build.id, collecting.stepIndex, "stdout");
		const { text } = await readFrom(path, 0, mostWarnings, true);
		for (const line of text.split("\n")) if (line.startsWith("Warning:")) io.say(line);
	}
	for (const artifact of artifactsOf(ci.outside.db, build.id))
		io.say(`artifact ${artifact.relativePath}  ${size(artifact.sizeBytes)}  sha256 ${artifact.checksumSha256}`);
	if (build.tests) {
		const { total, passed, failed, skipped, failures } = build.tests;
		io.say(`tests    ${passed} of ${total} passed, ${failed} failed, ${skipped} skipped`);
		for (const { suite, name, message } of failures) io.say(`  ✗ ${suite} ${name}: ${message.split("\n")[0] ?? ""}`);
	}
	const duration = took(build.started_at ?? build.created_at, build.finished_at, context.now());
	io.say(
		`${status(context.style, build.status)} in ${duration}${build.error_message ? `. ${build.error_message}` : ""}`,
	);
}

function buildNow(ci: CiHere, id: string): Build {
	const row = buildById(ci.outside.db, id);
	if (!row) throw new Error(`There is no build ${id}.`);
	return buildOf(ci, row);
}

async function until({ kernel }: CiHere, id: string, condition: () => boolean): Promise<void> {
	if (condition()) return;
	const done = new AbortController();
	for await (const _ of kernel.feed.read({ after: 0, within: [`builds/${id}`], signal: done.signal }))
		if (condition()) return done.abort();
}
