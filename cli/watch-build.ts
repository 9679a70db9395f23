import type { Build, Step } from "#http/contract/builds.ts";
import { paths } from "#http/contract/paths.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { status } from "./output/style.ts";
import { took } from "./output/time.ts";
import { UsageError } from "./program.ts";

export interface WatchOptions {
	/** Only the end, not the steps. */
	readonly quiet: boolean;
	readonly timeoutSecs: string | undefined;
}

/**
 * Follow a build to its end, through restarts of the server. A line for each step that begins and ends; with --json one
 * object a change. Ctrl-C stops the watching, not the build.
 */
export async function watchBuild(context: Context, id: string, options: WatchOptions): Promise<ExitCode> {
	const limit = new AbortController();
	const timer =
		options.timeoutSecs === undefined
			? undefined
			: setTimeout(() => limit.abort(), seconds(options.timeoutSecs) * 1000);
	try {
		const build = await untilOver(context, id, options.quiet, AbortSignal.any([context.signal, limit.signal]));
		if (build) return told(context, build);
		if (context.signal.aborted) return exitCodes.interrupted;
		context.io.say(`Build ${id} still runs. Look again with oore build watch ${id}`);
		return exitCodes.stillRunning;
	} finally {
		clearTimeout(timer);
	}
}

async function untilOver(
	context: Context,
	id: string,
	quiet: boolean,
	signal: AbortSignal,
): Promise<Build | undefined> {
	const client = context.client();
	const shown = new Map<string, string>();
	// From the first event on, so that nothing that happens between a look and the stream is missed.
	const events = client.follow(paths.buildEvents(id, { after: 0 }), signal);
	const look = async (): Promise<Build | undefined> => {
		const [build, steps] = await Promise.all([client.build(id), client.steps(id)]);
		if (!quiet) show(context, steps, shown);
		return build.status === "pending" || build.status === "running" ? undefined : client.build(id);
	};
	let over = await look();
	if (over) return over;
	for await (const { event } of events) {
		if (event !== "build" && event !== "step" && event !== "reset") continue;
		over = await look();
		if (over) return over;
	}
	return undefined;
}

function show(context: Context, steps: readonly Step[], shown: Map<string, string>): void {
	for (const step of steps) {
		if (step.status === "pending" || shown.get(step.id) === step.status) continue;
		shown.set(step.id, step.status);
		if (context.json) context.io.out(`${JSON.stringify(step)}\n`);
		else context.io.out(`${status(context.style, step.status)}  ${step.name}${tail(context, step)}\n`);
	}
}

function tail(context: Context, step: Step): string {
	if (step.status === "running" || step.status === "skipped") return "";
	const exit = step.exit_code ? `, exit code ${step.exit_code}` : "";
	return `  ${took(step.started_at, step.finished_at, context.now())}${exit}`;
}

function told(context: Context, build: Build): ExitCode {
	if (context.json) context.io.out(`${JSON.stringify(build)}\n`);
	else
		context.io.say(
			`Build ${build.id}: ${build.status}${build.error_message ? `. ${build.error_message}` : ""} (${took(build.started_at ?? build.created_at, build.finished_at, context.now())})`,
		);
	return build.status === "success" ? exitCodes.ok : exitCodes.buildFailed;
}

function seconds(text: string): number {
	const value = Number(text);
	if (!(value > 0)) throw new UsageError("--timeout must be a number of seconds.");
	return value;
}
