import type { Build, BuildQuery, Step, TriggerOrder } from "#http/contract/builds.ts";
import { answer, type CommandSpec, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { inputsOf } from "../inputs.ts";
import { findBuild, findRepository } from "../lookup.ts";
import { openShell } from "../open-shell.ts";
import { status } from "../output/style.ts";
import { sheet, table } from "../output/table.ts";
import { ago, took } from "../output/time.ts";
import type { Options } from "../program.ts";
import { watchBuild } from "../watch-build.ts";

/** Failed tests that are listed; the JSON has all. */
const mostFailures = 10;

const watchOptions = [
	["--timeout <seconds>", "Stop watching after so long, with exit code 8; the build goes on"],
] as const;

export const buildCommands: readonly CommandSpec[] = [
	{
		usage: "build list",
		description: "Builds, newest first",
		options: [
			["--repo <repo>", "Of one repository"],
			["--status <status>", "pending, running, success, failure or cancelled"],
			["--branch <branch>", "Of one branch"],
			["--trigger <trigger>", "push, pull_request, merge_request, tag or manual"],
			["--commit <commit>", "Whose commit begins so"],
			["--limit <count>", "At most so many (50)"],
		],
		examples: ["build list", "build list --repo acme/app --status failure", "build list --json"],
		async run(context, _args, options) {
			const rows = await context.client().builds(await queryOf(context, options));
			answer(context, rows, () => listOf(context, rows));
			if (rows.length === 0) context.io.say("There is no such build. Start one with oore build trigger <repository>.");
			return exitCodes.ok;
		},
	},
	{
		usage: "build show <build>",
		description: "One build and its steps, by id, the beginning of it, its URL, or last",
		examples: ["build show last", "build show 01M7XN --json"],
		async run(context, [given]) {
			const its = await findBuild(context, given);
			const steps = await context.client().steps(its.id);
			answer(context, { ...its, steps }, () => `${summary(context, its)}\n${stepTable(context, steps)}`);
			return exitCodes.ok;
		},
	},
	{
		usage: "build trigger <repo>",
		description: "Start a build by hand",
		options: [
			["--branch <branch>", "The default branch if absent"],
			["--commit <commit>", "The branch's tip if absent"],
			["--workflow <name>", "The one named default if absent, else the first"],
			["--input <name=value>", "A value for one of the workflow's inputs; may be given several times"],
			["--wait", "Wait for its end; exit code 5 if it fails"],
			["--watch", "The same, showing its steps"],
			...watchOptions,
		],
		examples: ["build trigger acme/app", "build trigger acme/app --branch feature/x --watch"],
		async run(context, [given], options) {
			const { branch, commit, workflow } = options as { branch?: string; commit?: string; workflow?: string };
			const order: TriggerOrder = {
				...(branch !== undefined && { branch }),
				...(commit !== undefined && { commit_sha: commit }),
				...(workflow !== undefined && { workflow_name: workflow }),
				...(options["input"] !== undefined && { inputs: inputsOf(options["input"] as string | string[]) }),
			};
			const started = await context.client().trigger((await findRepository(context, given)).id, order);
			return waitIfAsked(context, started, options);
		},
	},
	{
		usage: "build cancel <build>",
		description: "End a build that waits or runs",
		examples: ["build cancel last"],
		async run(context, [given]) {
			const its = await context.client().cancel((await findBuild(context, given)).id);
			answer(context, its, () => "");
			if (!context.json)
				context.io.say(
					its.status === "cancelled" ? `Cancelled ${its.id}.` : `Cancelling ${its.id}: its step is told to end.`,
				);
			return exitCodes.ok;
		},
	},
	{
		usage: "build rerun <build>",
		description: "Go on with a failed build in a copy of its workspace: same commit, inputs and variables",
		options: [
			["--from-step <index>", "At this step (the first that failed)"],
			["--wait", "Wait for its end; exit code 5 if it fails"],
			["--watch", "The same, showing its steps"],
			...watchOptions,
		],
		examples: ["build rerun last --watch", "build rerun 01M7XN --from-step 2"],
		async run(context, [given], options) {
			const from = options["fromStep"] as string | undefined;
			const { id } = await findBuild(context, given);
			const started = await context.client().rerun(id, from === undefined ? {} : { from_step: Number(from) });
			return waitIfAsked(context, started, options);
		},
	},
	{
		usage: "build shell <build>",
		description: "A shell in a build's kept workspace, with its steps' variables; on the server's machine",
		options: [
			["--command <command>", "Run this instead of an interactive shell"],
			["--secrets", "With the secrets that its steps had, too"],
		],
		examples: ["build shell last", "build shell last --secrets --command 'make release'"],
		async run(context, [given], options) {
			const { id } = await findBuild(context, given);
			const { path, environment } = await context.client().workspace(id, { secrets: options["secrets"] === true });
			return openShell(context, path, environment, options["command"] as string | undefined);
		},
	},
	{
		usage: "build steps <build>",
		description: "A build's steps",
		examples: ["build steps last"],
		async run(context, [given]) {
			const steps = await context.client().steps((await findBuild(context, given)).id);
			answer(context, steps, () => stepTable(context, steps));
			return exitCodes.ok;
		},
	},
	{
		usage: "build watch <build>",
		description: "Follow a build to its end; exit code 0 if it succeeds, 5 if not",
		options: watchOptions,
		examples: ["build watch last", "build watch 01M7XN --timeout 600"],
		run: async (context, [given], options) =>
			watchBuild(context, (await findBuild(context, given)).id, {
				quiet: false,
				timeoutSecs: options["timeout"] as string | undefined,
			}),
	},
];

async function waitIfAsked(context: Context, started: Build, options: Options): Promise<number> {
	if (options["wait"] === true || options["watch"] === true)
		return watchBuild(context, started.id, {
			quiet: options["watch"] !== true,
			timeoutSecs: options["timeout"] as string | undefined,
		});
	answer(context, started, () => `${started.id}\n`);
	if (!context.json)
		context.io.say(
			`Started ${started.workflow_name} at ${started.commit_sha.slice(0, 10)}. Follow it with oore build watch ${started.id}`,
		);
	return exitCodes.ok;
}

async function queryOf(context: Context, options: Options): Promise<BuildQuery> {
	const { repo, status: wanted, branch, trigger, commit, limit } = options as Record<string, string | undefined>;
	return {
		repository: repo === undefined ? undefined : (await findRepository(context, repo)).id,
		status: wanted as Build["status"] | undefined,
		branch,
		trigger_type: trigger as Build["trigger_type"] | undefined,
		commit,
		limit,
	};
}

function listOf(context: Context, rows: readonly Build[]): string {
	return table(
		context.style,
		["ID", "STATUS", "WORKFLOW", "BRANCH", "COMMIT", "TRIGGER", "TOOK", "STARTED"],
		rows.map((row) => [
			row.id,
			status(context.style, row.status),
			row.workflow_name,
			row.branch ?? row.tag ?? "",
			row.commit_sha.slice(0, 10),
			row.trigger_type,
			took(row.started_at, row.finished_at, context.now()),
			ago(row.created_at, context.now()),
		]),
	);
}

function summary(context: Context, its: Build): string {
	const rows: [string, string][] = [
		["Build", `${its.id} (#${its.number}, ${its.workflow_name} #${its.workflow_number})`],
		["Status", status(context.style, its.status)],
		["Workflow", `${its.workflow_name} (${its.config_source})`],
		["Branch", its.branch ?? its.tag ?? its.ref],
		["Commit", its.commit_sha],
		["Trigger", its.trigger_type],
		["Took", took(its.started_at, its.finished_at, context.now())],
	];
	if (!its.trusted) rows.push(["Trust", "A fork's commit: it gets no secrets"]);
	if (its.waiting_reason !== null) rows.push(["Waits", its.waiting_reason]);
	if (its.error_message !== null) rows.push(["Why", its.error_message]);
	if (its.tests) {
		const { total, passed, failed, skipped, failures } = its.tests;
		rows.push(["Tests", `${passed} of ${total} passed, ${failed} failed, ${skipped} skipped`]);
		for (const failure of failures.slice(0, mostFailures))
			rows.push(["", `✗ ${failure.suite} ${failure.name}: ${failure.message.split("\n")[0] ?? ""}`]);
	}
	return sheet(context.style, rows);
}

function stepTable(context: Context, steps: readonly Step[]): string {
	return table(
		context.style,
		["STEP", "STATUS", "NAME", "TOOK", "EXIT"],
		steps.map((step) => [
			String(step.step_index),
			status(context.style, step.status),
			step.name,
			took(step.started_at, step.finished_at, context.now()),
			step.exit_code === null ? "" : String(step.exit_code),
		]),
	);
}
