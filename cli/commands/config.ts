import { answer, type CommandSpec, type Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { sheet, table } from "../output/table.ts";
import { defaultServer } from "../profile.ts";
import type { ProfileFile } from "../profile-file.ts";
import { type Options, UsageError } from "../program.ts";
import { secretInput } from "../secret-input.ts";

const profileOption = ["--default [profile]", "Use this profile from now on (with --profile: that one)"] as const;

export const configCommands: readonly CommandSpec[] = [
	{
		usage: "config init",
		description: "Make the configuration file",
		options: [["--force", "Write over an existing one"]],
		examples: ["config init --server http://localhost:8080 --token @file:token.txt"],
		async run(context, _args, options) {
			const { profiles } = context;
			if (profiles.exists && options["force"] !== true) {
				const sure = await context.ask(`${profiles.path} exists. Write over it? [y/N] `);
				if (sure === undefined) throw new UsageError(`${profiles.path} exists. Write over it with --force.`);
				if (!/^y(es)?$/i.test(sure)) return exitCodes.failed;
			}
			const name = (options["profile"] as string | undefined) ?? "default";
			profiles.save({ default: name, profiles: { [name]: await given(context, options, { server: defaultServer }) } });
			return said(context, { path: profiles.path, profile: name }, `Made ${profiles.path}.`);
		},
	},
	{
		usage: "config set",
		description: "Change a profile, or make another",
		options: [profileOption],
		examples: [
			"config set --profile staging --server https://staging.example.com --token -",
			"config set --default staging",
		],
		async run(context, _args, options) {
			const { profiles } = context;
			const named = typeof options["default"] === "string" ? options["default"] : undefined;
			const name = (options["profile"] as string | undefined) ?? named ?? profiles.file.default;
			const known = profiles.file.profiles[name] ?? {};
			const profile = await given(context, options, known);
			if (named !== undefined && !profiles.file.profiles[named] && profile.server === undefined)
				throw new UsageError(`There is no profile "${named}".`);
			const file: ProfileFile = {
				default: options["default"] === undefined ? profiles.file.default : name,
				profiles: { ...profiles.file.profiles, [name]: profile },
			};
			profiles.save(file);
			return said(
				context,
				{ path: profiles.path, profile: name, default: file.default },
				`Saved profile ${name} in ${profiles.path}.`,
			);
		},
	},
	{
		usage: "config show",
		description: "Which server is used, and with --origin what says so",
		options: [["--origin", "Where each value comes from"]],
		examples: ["config show", "config show --profile staging --origin"],
		async run(context, _args, options) {
			const target = context.profiles.target(options);
			const from = (origin: string) => (options["origin"] === true ? `  (${origin})` : "");
			const value = {
				profile: target.profile,
				server: target.server,
				server_from: target.serverFrom,
				token: masked(target.token),
				token_from: target.tokenFrom,
			};
			answer(context, value, () =>
				sheet(context.style, [
					["Profile", target.profile],
					["Server", `${target.server}${from(target.serverFrom)}`],
					["Token", `${masked(target.token) ?? "none"}${from(target.tokenFrom)}`],
				]),
			);
			if (!context.profiles.exists)
				context.io.say("There is no configuration file yet. Make one with oore config init.");
			return exitCodes.ok;
		},
	},
	{
		usage: "config profiles",
		description: "Every profile",
		examples: ["config profiles"],
		async run(context) {
			const { file } = context.profiles;
			const rows = Object.entries(file.profiles).map(([name, { server, token }]) => ({
				name,
				default: name === file.default,
				server: server ?? defaultServer,
				token: masked(token),
			}));
			answer(context, rows, () =>
				table(
					context.style,
					["", "NAME", "SERVER", "TOKEN"],
					rows.map((row) => [row.default ? "*" : " ", row.name, row.server, row.token ?? "none"]),
				),
			);
			if (rows.length === 0) context.io.say("There is no profile yet. Make one with oore config init.");
			return exitCodes.ok;
		},
	},
	{
		usage: "config path",
		description: "Where the configuration file is",
		examples: ["config path"],
		async run(context) {
			answer(context, { path: context.profiles.path }, () => `${context.profiles.path}\n`);
			return exitCodes.ok;
		},
	},
];

async function given(
	context: Context,
	options: Options,
	known: { server?: string; token?: string },
): Promise<{ server?: string; token?: string }> {
	const server = options["server"] as string | undefined;
	const token = (options["token"] ?? options["adminToken"]) as string | undefined;
	if (server !== undefined && !URL.canParse(server))
		throw new UsageError(`--server ${server} is not a URL, such as http://localhost:8080.`);
	return {
		...known,
		...(server !== undefined && { server }),
		...(token !== undefined && { token: /^(@|-$)/.test(token) ? await secretInput(context, "--token", token) : token }),
	};
}

function said(context: Context, value: unknown, line: string): number {
	if (context.json) answer(context, value, () => "");
	else context.io.say(line);
	return exitCodes.ok;
}

function masked(token: string | undefined): string | null {
	if (token === undefined) return null;
	return token.length < 12 ? "••••" : `${token.slice(0, 3)}••••${token.slice(-2)}`;
}
