import { duration } from "#http/contract/words.ts";
import { answer, type CommandSpec } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { status } from "../output/style.ts";
import { sheet } from "../output/table.ts";

export const health: CommandSpec = {
	usage: "health",
	description: "Is the server well",
	examples: ["health", "health --server https://ci.example.com --json"],
	async run(context) {
		const { style } = context;
		const its = await context.client().health();
		answer(context, its, () =>
			sheet(style, [
				[
					"Status",
					its.status === "ok"
						? style.colour.green("healthy")
						: style.colour.red(its.reason ? `${its.status}: ${its.reason}` : its.status),
				],
				["Uptime", duration(its.uptime_secs * 1000)],
				["Database", its.database],
				["Workers", `${its.workers.active} of ${its.workers.max} active`],
				["Deliveries", `${its.queue.pending} waiting, room for ${its.queue.capacity}`],
				["Version", its.version],
			]),
		);
		return its.status === "ok" ? exitCodes.ok : exitCodes.failed;
	},
};

export function versionCommand(own: string): CommandSpec {
	return {
		usage: "version",
		description: "The versions of this program and of the server",
		examples: ["version", "version --json"],
		async run(context) {
			const server = await context
				.client()
				.version()
				.catch((error: unknown) => error as Error);
			const reached = !(server instanceof Error);
			const fits = reached && sameMinor(own, server.version);
			answer(context, { cli_version: own, server_version: reached ? server.version : null, compatible: fits }, () =>
				sheet(context.style, [
					["CLI version", own],
					["Server version", reached ? server.version : "not reached"],
					["API compatibility", reached ? status(context.style, fits ? "ok" : "error") : "unknown"],
				]),
			);
			if (!reached) throw server;
			if (!fits) context.io.say("Warning: the versions differ by more than a patch; some commands may not work.");
			return exitCodes.ok;
		},
	};
}

function sameMinor(a: string, b: string): boolean {
	return a.split(".").slice(0, 2).join(".") === b.split(".").slice(0, 2).join(".");
}
