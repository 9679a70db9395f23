import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { convertPipeline } from "#actors/pipeline/convert-pipeline.ts";
import { formatProblem } from "#actors/pipeline/format-problem.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import { missingTool, toolsUsed } from "#actors/pipeline/tools-used.ts";
import type { Trial } from "#http/contract/pipelines.ts";
import { answer, type CommandSpec, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { programFinder } from "../find-program.ts";
import { findRepository } from "../lookup.ts";
import { table } from "../output/table.ts";
import { ago } from "../output/time.ts";
import { readPipelineFile } from "../pipeline-file.ts";
import { UsageError } from "../program.ts";

export const pipelineCommands: readonly CommandSpec[] = [
	{
		usage: "pipeline validate <file>",
		description: "What is wrong with a pipeline, with line and column; needs no server. - reads stdin",
		options: [["--strict", "Warnings count as errors"]],
		examples: ["pipeline validate oore.yaml", "pipeline validate - < codemagic.yaml"],
		async run(context, [given], options) {
			const { file, content } = await readPipelineFile(context, given ?? "");
			const { pipeline, errors, warnings } = parsePipeline(content, file);
			const hasProgram = programFinder(context.environment["PATH"] ?? "");
			const missing = toolsUsed(pipeline).filter(({ tool }) => !hasProgram(tool));
			const all = [
				...warnings,
				...missing.map(({ tool, workflow }) => ({
					message: missingTool(tool),
					line: 1,
					column: 1,
					path: `workflows.${workflow}`,
				})),
			];
			const valid = errors.length === 0 && (options["strict"] !== true || all.length === 0);
			const workflows = pipeline.workflows.map(({ id, name, scripts }) => ({ id, name, scripts: scripts.length }));
			answer(context, { valid, workflows, errors, warnings: all }, () =>
				[
					...errors.map((problem) => `error   ${formatProblem(file, problem)}\n`),
					...all.map((problem) => `warning ${formatProblem(file, problem)}\n`),
					...(valid ? [`${file} is valid: ${workflows.map(({ id }) => id).join(", ")}.\n`] : []),
				].join(""),
			);
			return valid ? exitCodes.ok : exitCodes.failed;
		},
	},
	{
		usage: "pipeline show <repo>",
		description: "The pipeline that is stored for a repository",
		options: [["--output <file>", "Write it there"]],
		examples: ["pipeline show acme/app", "pipeline show acme/app --output oore.yaml"],
		async run(context, [given], options) {
			const its = await context.client().pipeline((await findRepository(context, given)).id);
			const output = options["output"] as string | undefined;
			if (output !== undefined) writeFileSync(output, its.config_content);
			answer(context, its, () => (output === undefined ? its.config_content : ""));
			if (!context.json)
				context.io.say(`${its.config_format}, stored by ${its.saved_by} ${ago(its.created_at, context.now())}.`);
			return exitCodes.ok;
		},
	},
	{
		usage: "pipeline set <repo>",
		description: "Store a pipeline for a repository; it holds instead of the repository's own file",
		options: [["--file <file>", "The pipeline, in YAML or HUML; - for stdin"]],
		examples: ["pipeline set acme/app --file oore.yaml"],
		async run(context, [given], options) {
			const path = options["file"] as string | undefined;
			if (path === undefined) throw new UsageError("Say which file: --file oore.yaml, or --file - for stdin.");
			const repository = await findRepository(context, given);
			const { file, content, format } = await readPipelineFile(context, path);
			const its = await context.client().storePipeline(repository.id, {
				config_content: content,
				config_format: format,
				name: file.includes("codemagic") ? "codemagic" : "oore",
				saved_by: userInfo().username,
			});
			answer(context, its, () => "");
			if (!context.json)
				context.io.say(
					`Stored. Builds of ${repository.name} use it from now on; oore pipeline reset ${given} undoes this.`,
				);
			return exitCodes.ok;
		},
	},
	{
		usage: "pipeline reset <repo>",
		description: "Back to the repository's own file; the stored pipeline stays in the history",
		examples: ["pipeline reset acme/app"],
		async run(context, [given]) {
			const repository = await findRepository(context, given);
			await context.client().removePipeline(repository.id);
			answer(context, { repository_id: repository.id }, () => "");
			if (!context.json) context.io.say(`The file of ${repository.name} holds again.`);
			return exitCodes.ok;
		},
	},
	{
		usage: "pipeline history <repo>",
		description: "Every pipeline that was stored, newest first",
		options: [["--limit <count>", "At most so many (50)"]],
		examples: ["pipeline history acme/app"],
		async run(context, [given], options) {
			const { id } = await findRepository(context, given);
			const rows = await context.client().pipelineHistory(id, { limit: options["limit"] as string | undefined });
			answer(context, rows, () =>
				table(
					context.style,
					["VERSION", "HOLDS", "SAVED", "BY", "WHAT"],
					rows.map((row) => [
						row.id,
						row.is_active ? "yes" : "",
						ago(row.created_at, context.now()),
						row.saved_by,
						row.config_content === null
							? "reset to the repository's file"
							: `${row.config_format}, ${row.config_content.split("\n").length} lines${row.restored_from ? `, from ${row.restored_from}` : ""}`,
					]),
				),
			);
			return exitCodes.ok;
		},
	},
	{
		usage: "pipeline restore <repo> <version>",
		description: "Store an earlier pipeline again",
		examples: ["pipeline restore acme/app 01M7XN4P9R90GCWWDCAQYCY42C"],
		async run(context, [given, version]) {
			const { id } = await findRepository(context, given);
			const its = await context.client().restorePipeline(id, (version ?? "").toUpperCase());
			answer(context, its, () => "");
			if (!context.json) context.io.say("Restored.");
			return exitCodes.ok;
		},
	},
	{
		usage: "pipeline convert <file>",
		description: "The same pipeline in YAML or HUML; comments do not come along. Needs no server",
		options: [
			["--to <format>", "yaml or huml; the other one if absent"],
			["--output <file>", "Write it there instead of to stdout"],
		],
		examples: ["pipeline convert codemagic.yaml --output oore.huml"],
		async run(context, [given], options) {
			const { file, content, format } = await readPipelineFile(context, given ?? "");
			const to = (options["to"] as string | undefined) ?? (format === "yaml" ? "huml" : "yaml");
			if (to !== "yaml" && to !== "huml") throw new UsageError(`--to is yaml or huml, not ${to}.`);
			const converted = convertPipeline(content, format, to);
			if (!converted.ok) {
				for (const problem of converted.errors) context.io.say(formatProblem(file, problem));
				return exitCodes.failed;
			}
			const output = options["output"] as string | undefined;
			if (output !== undefined) writeFileSync(output, converted.content);
			answer(context, { config_content: converted.content, config_format: to }, () =>
				output === undefined ? converted.content : "",
			);
			return exitCodes.ok;
		},
	},
	{
		usage: "pipeline try <file>",
		description: "Which builds the last deliveries would have started with this pipeline, beside what they did start",
		options: [
			["--repo <repo>", "Whose deliveries"],
			["--last <count>", "How many (50)"],
		],
		examples: ["pipeline try oore.yaml --repo acme/app --last 20"],
		async run(context, [given], options) {
			const repo = options["repo"] as string | undefined;
			if (repo === undefined) throw new UsageError("Say whose deliveries: --repo acme/app.");
			const { content, format } = await readPipelineFile(context, given ?? "");
			const { id } = await findRepository(context, repo);
			const last = options["last"] === undefined ? {} : { last: Number(options["last"]) };
			const rows = await context.client().tryPipeline(id, { config_content: content, config_format: format, ...last });
			answer(context, rows, () => trials(context, rows));
			if (rows.length === 0) context.io.say("No delivery of this repository has come yet.");
			return exitCodes.ok;
		},
	},
];

function trials(context: Context, rows: readonly Trial[]): string {
	return table(
		context.style,
		["EVENT", "RECEIVED", "TYPE", "DID START", "WOULD START", ""],
		rows.map((row) => [
			row.event_id,
			ago(row.received_at, context.now()),
			row.event_type,
			row.did_start.join(", "),
			row.would_start.join(", "),
			row.did_start.toSorted().join() === row.would_start.toSorted().join() ? "" : "differs",
		]),
	);
}
