import { userInfo } from "node:os";
import { parseEnv } from "node:util";
import { answer, type CommandSpec, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { findRepository } from "../lookup.ts";
import { NotFound } from "../not-found.ts";
import { table } from "../output/table.ts";
import { ago } from "../output/time.ts";
import { type Options, UsageError } from "../program.ts";
import { secretInput } from "../secret-input.ts";

/** Shorter ones are not hidden in logs. */
const shortestHidden = 4;
const ofOne = ["--repo <repo>", "For this repository only; for every one if absent"] as const;

export const secretCommands: readonly CommandSpec[] = [
	{
		usage: "secret list",
		description: "Names of secrets, by the groups that pipelines ask for in environment.groups",
		options: [
			["--repo <repo>", "Those that builds of this repository may ask for"],
			["--group <group>", "Of one group"],
		],
		examples: ["secret list", "secret list --repo acme/app --json"],
		async run(context, _args, options) {
			const repository = await repositoryId(context, options);
			const group = options["group"] as string | undefined;
			const rows = await context.client().secrets({ ...(repository !== null && { repository }), group });
			const repositories = new Map((await context.client().repositories()).map((its) => [its.id, its.name]));
			answer(context, rows, () =>
				table(
					context.style,
					["GROUP", "NAME", "REPOSITORY", "SET BY", "SET"],
					rows.map((row) => [
						row.group,
						row.name,
						row.repository_id === null ? "every one" : (repositories.get(row.repository_id) ?? row.repository_id),
						row.saved_by,
						ago(row.updated_at, context.now()),
					]),
				),
			);
			if (rows.length === 0)
				context.io.say(
					"There is no secret. Set one with oore secret set <group> <name> --value - and ask for its group.",
				);
			return exitCodes.ok;
		},
	},
	{
		usage: "secret set <group> <name>",
		description: "Set a secret; steps of workflows that ask for its group find it as a variable",
		options: [["--value <value>", "@env:NAME, @file:path or - (stdin); asked for on a terminal"], ofOne],
		examples: ["secret set play GOOGLE_PLAY_KEY --value @file:key.json", "secret set play TOKEN --repo acme/app"],
		async run(context, [group = "", name = ""], options) {
			const given = options["value"] as string | undefined;
			const value =
				given === undefined
					? await context.ask(`${name}: `, { hidden: true })
					: await secretInput(context, "--value", given);
			if (value === undefined)
				throw new UsageError("Say the value: --value @env:NAME, --value @file:path or --value -");
			return set(context, group, { [name]: value }, options);
		},
	},
	{
		usage: "secret import <group> <file>",
		description: "Set every variable of a .env file, all or none; - reads stdin",
		options: [ofOne],
		examples: ["secret import play .env.release"],
		async run(context, [group = "", file = ""], options) {
			const text = await secretInput(context, "<file>", file === "-" ? file : `@file:${file}`);
			return set(context, group, parseEnv(text) as Record<string, string>, options);
		},
	},
	{
		usage: "secret remove <group> <name>",
		description: "No build gets it any more; logs go on hiding it for a day",
		options: [ofOne],
		examples: ["secret remove play TOKEN"],
		async run(context, [group, name], options) {
			const repository = await repositoryId(context, options);
			const all = await context.client().secrets({ group });
			const found = all.find((its) => its.name === name && its.repository_id === repository);
			if (!found) throw new NotFound(`There is no secret ${name} in the group ${group}. See oore secret list.`);
			await context.client().removeSecret(found.id);
			answer(context, found, () => "");
			if (!context.json) context.io.say(`Removed ${name} from ${group}.`);
			return exitCodes.ok;
		},
	},
];

async function set(context: Context, group: string, values: Record<string, string>, options: Options): Promise<number> {
	const repository = await repositoryId(context, options);
	const order = { repository_id: repository, group, values, saved_by: userInfo().username };
	const rows = await context.client().setSecrets(order);
	answer(context, rows, () => "");
	const short = Object.keys(values).filter(
		(name) => Buffer.byteLength((values[name] as string).trim()) < shortestHidden,
	);
	if (short.length > 0)
		context.io.say(
			`Warning: ${short.join(", ")}: shorter than ${shortestHidden} characters, and so not hidden in logs.`,
		);
	if (!context.json)
		context.io.say(
			`Set ${rows.map(({ name }) => name).join(", ")}. Workflows get it with environment.groups: [${group}].`,
		);
	return exitCodes.ok;
}

async function repositoryId(context: Context, options: Options): Promise<string | null> {
	const given = options["repo"] as string | undefined;
	return given === undefined ? null : (await findRepository(context, given)).id;
}
