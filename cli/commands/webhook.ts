import type { WebhookEvent, WebhookEventDetail, WebhookQuery } from "#http/contract/webhooks.ts";
import { answer, type CommandSpec, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { findRepository } from "../lookup.ts";
import { status } from "../output/style.ts";
import { sheet, table } from "../output/table.ts";
import { ago } from "../output/time.ts";
import { readPipelineFile } from "../pipeline-file.ts";

export const webhookCommands: readonly CommandSpec[] = [
	{
		usage: "webhook list",
		description: "Deliveries as they came, newest first",
		options: [
			["--repo <repo>", "Of one repository"],
			["--provider <provider>", "github, gitlab or git"],
			["--status <status>", "deciding, acted, ignored or failed"],
			["--limit <count>", "At most so many (50)"],
		],
		examples: ["webhook list", "webhook list --repo acme/app --status failed"],
		async run(context, _args, options) {
			const repo = options["repo"] as string | undefined;
			const query = {
				repository: repo === undefined ? undefined : (await findRepository(context, repo)).id,
				provider: options["provider"],
				status: options["status"],
				limit: options["limit"],
			} as WebhookQuery;
			const rows = await context.client().webhookEvents(query);
			answer(context, rows, () => listOf(context, rows));
			if (rows.length === 0)
				context.io.say("No delivery has come. See oore repo webhook-url <repo> for where to send them.");
			return exitCodes.ok;
		},
	},
	{
		usage: "webhook show <id>",
		description: "One delivery: what came of it and why",
		options: [["--payload", "Its headers and its body too"]],
		examples: ["webhook show 01M7XN4P9R90GCWWDCAQYCY42C", "webhook show 01M7XN4P9R90GCWWDCAQYCY42C --json"],
		async run(context, [given], options) {
			const its = await context.client().webhookEvent((given ?? "").toUpperCase());
			answer(context, its, () => {
				const head = sheet(context.style, [
					["Id", its.id],
					["Event", `${its.provider} ${its.event_type}`],
					["Delivery", its.delivery_id],
					["From", its.source_ip],
					["Received", its.received_at],
					["Status", status(context.style, its.status)],
					["Result", its.error_message ?? its.result ?? ""],
				]);
				const verdicts = verdictTable(context, its.verdicts);
				const headers = Object.entries(its.request_headers ?? {}).map(([name, value]) => `${name}: ${value}\n`);
				const payload =
					options["payload"] === true ? `\n${headers.join("")}\n${JSON.stringify(its.payload, null, 2)}\n` : "";
				return `${head}${its.verdicts.length > 0 ? `\n${verdicts}` : ""}${payload}`;
			});
			return exitCodes.ok;
		},
	},
	{
		usage: "webhook replay <id>",
		description: "Judge a delivery again: which builds it would start now, and why",
		options: [
			["--pipeline <file>", "By this pipeline instead of the one that holds; - for stdin"],
			["--for-real", "Start the builds too"],
		],
		examples: ["webhook replay 01M7XN4P9R90GCWWDCAQYCY42C --pipeline oore.yaml"],
		async run(context, [given], options) {
			const file = options["pipeline"] as string | undefined;
			const text = file === undefined ? undefined : await readPipelineFile(context, file);
			const its = await context.client().replay((given ?? "").toUpperCase(), {
				...(text && { config_content: text.content, config_format: text.format }),
				for_real: options["forReal"] === true,
			});
			answer(
				context,
				its,
				() => `${its.result}\n${its.verdicts.length > 0 ? `\n${verdictTable(context, its.verdicts)}` : ""}`,
			);
			return exitCodes.ok;
		},
	},
];

function verdictTable(context: Context, verdicts: WebhookEventDetail["verdicts"]): string {
	return table(
		context.style,
		["WORKFLOW", "STARTS", "WHY", "BUILD"],
		verdicts.map((each) => [each.workflow, each.starts ? "yes" : "no", each.reason, each.build_id ?? ""]),
	);
}

function listOf(context: Context, rows: readonly WebhookEvent[]): string {
	return table(
		context.style,
		["ID", "PROVIDER", "EVENT", "STATUS", "RECEIVED", "ERROR"],
		rows.map((row) => [
			row.id,
			row.provider,
			row.event_type,
			status(context.style, row.status),
			ago(row.received_at, context.now()),
			row.error_message ?? "",
		]),
	);
}
