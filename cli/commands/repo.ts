import type { NewRepository, Repository } from "#http/contract/repositories.ts";
import { answer, type CommandSpec } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { findRepository } from "../lookup.ts";
import { status } from "../output/style.ts";
import { sheet, table } from "../output/table.ts";
import { type Options, UsageError } from "../program.ts";
import { secretInput } from "../secret-input.ts";

export const repoCommands: readonly CommandSpec[] = [
	{
		usage: "repo list",
		description: "Every repository",
		options: [["--provider <provider>", "github, gitlab or git"]],
		examples: ["repo list", "repo list --provider github --json"],
		async run(context, _args, options) {
			const rows = await context.client().repositories({ provider: options["provider"] as string | undefined });
			answer(context, rows, () =>
				table(
					context.style,
					["ID", "NAME", "PROVIDER", "BRANCH", "STATE"],
					rows.map((row) => [row.id, row.name, row.provider, row.default_branch, status(context.style, row.state)]),
				),
			);
			if (rows.length === 0)
				context.io.say(
					"There is no repository yet. Add one with oore repo add --provider github --owner <owner> --repo <name>.",
				);
			return exitCodes.ok;
		},
	},
	{
		usage: "repo add",
		description: "Add a repository",
		options: [
			["--provider <provider>", "github, gitlab or git (plain)"],
			["--owner <owner>", "User, organisation or group"],
			["--repo <name>", "Its name"],
			["--clone-url <url>", "Where git fetches it; github.com or gitlab.com if absent"],
			["--default-branch <branch>", "main if absent"],
			["--webhook-secret <secret>", "@env:NAME, @file:path or - (stdin)"],
		],
		examples: [
			"repo add --provider github --owner acme --repo app --webhook-secret @env:SECRET",
			"repo add --provider git --owner me --repo app --clone-url ssh://git@host/app.git",
		],
		async run(context, _args, options) {
			const secret = options["webhookSecret"] as string | undefined;
			const webhookSecret = secret === undefined ? undefined : await secretInput(context, "--webhook-secret", secret);
			const added = await context.client().addRepository(bodyOf(options, webhookSecret));
			const { webhook_url: url } = await context.client().webhookUrl(added.id);
			answer(context, added, () => sheetOf(added));
			if (!context.json) context.io.say(`Send its webhooks to ${url}`);
			return exitCodes.ok;
			function sheetOf(repository: Repository) {
				return sheet(context.style, [
					["Id", repository.id],
					["Name", repository.name],
					["Clone URL", repository.clone_url],
				]);
			}
		},
	},
	{
		usage: "repo show <repo>",
		description: "One repository, by id or owner/name",
		examples: ["repo show acme/app"],
		async run(context, [given]) {
			const its = await findRepository(context, given);
			answer(context, its, () =>
				sheet(context.style, [
					["Id", its.id],
					["Name", its.name],
					["Provider", its.provider],
					["Clone URL", its.clone_url],
					["Default branch", its.default_branch],
					["State", status(context.style, its.state)],
					["Added", its.created_at],
				]),
			);
			return exitCodes.ok;
		},
	},
	{
		usage: "repo remove <repo>",
		description: "Remove a repository; its builds stay",
		options: [["--yes", "Do not ask"]],
		examples: ["repo remove acme/app --yes"],
		async run(context, [given], options) {
			const its = await findRepository(context, given);
			if (options["yes"] !== true) {
				const sure = await context.ask(`Remove ${its.name} (${its.provider})? Its builds stay. [y/N] `);
				if (sure === undefined) throw new UsageError("Without a terminal to ask on, say --yes.");
				if (!/^y(es)?$/i.test(sure)) return exitCodes.failed;
			}
			await context.client().removeRepository(its.id);
			if (context.json) answer(context, { removed: its.id }, () => "");
			else context.io.say(`Removed ${its.name}.`);
			return exitCodes.ok;
		},
	},
	{
		usage: "repo webhook-url <repo>",
		description: "Where its provider sends webhooks",
		examples: ["repo webhook-url acme/app"],
		async run(context, [given]) {
			const its = await findRepository(context, given);
			const url = await context.client().webhookUrl(its.id);
			answer(context, url, () => `${url.webhook_url}\n`);
			return exitCodes.ok;
		},
	},
];

function bodyOf(options: Options, webhookSecret: string | undefined): NewRepository {
	const text = (name: string) => options[name] as string | undefined;
	for (const name of ["provider", "owner", "repo"])
		if (text(name) === undefined) throw new UsageError(`--${name} is missing.`);
	const [cloneUrl, branch] = [text("cloneUrl"), text("defaultBranch")];
	return {
		provider: text("provider") as NewRepository["provider"],
		owner: text("owner") ?? "",
		repo_name: text("repo") ?? "",
		...(cloneUrl !== undefined && { clone_url: cloneUrl }),
		...(branch !== undefined && { default_branch: branch }),
		...(webhookSecret !== undefined && { webhook_secret: webhookSecret }),
	};
}
