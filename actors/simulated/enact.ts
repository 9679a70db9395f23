import type { ScriptEnding } from "../doors.ts";
import { type Chance, chanceOf } from "./chance.ts";
import type { Enactment, Line, MadeFile } from "./enactment.ts";
import type { Fate } from "./scenario.ts";
import { testRun } from "./test-run.ts";
import { type Tool, type ToolKind, toolOf, unknownTool } from "./tools.ts";

export interface EnactOrder {
	readonly script: string;
	/** For what it echoes. */
	readonly env: Readonly<Record<string, string>>;
	readonly fate: Fate;
	/** So many times as long as usual. */
	readonly pace: number;
}

/** The tools that each fate strikes. */
const struck: Readonly<Record<Fate, readonly ToolKind[]>> = {
	well: [],
	abandoned: [],
	testsFail: ["test"],
	doesNotCompile: ["check", "build"],
	hangs: ["test", "build"],
	cannotStart: ["test", "build"],
	killed: ["build"],
};
/** A script may have any number of commands, and somebody wrote it by hand. */
const mostCommands = 200;

/** What a script does at its commit: always the same. Pure. */
export function enact({ script, env, fate, pace }: EnactOrder): Enactment {
	const chance = chanceOf(env["OORE_COMMIT_SHA"] ?? "", script);
	const commands = commandsOf(script);
	const strikes = (command: string) => struck[fate].includes(toolOf(command).kind);
	if (fate === "cannotStart" && commands.some(strikes))
		return {
			lines: [],
			files: [],
			ending: { kind: "unstartable", reason: "this machine has too many processes (EAGAIN)" },
		};
	const lines: Line[] = [];
	const files: MadeFile[] = [];
	for (const command of commands) {
		const how = strikes(command) ? fate : "well";
		const done = enactCommand(command, { env, how, pace, chance, reports: reportsIn(script) });
		lines.push(...done.lines);
		files.push(...done.files);
		if (done.ending?.kind !== "exited" || done.ending.code !== 0) return { lines, files, ending: done.ending };
	}
	return { lines, files, ending: { kind: "exited", code: 0 } };
}

function commandsOf(script: string): string[] {
	return script
		.split(/\n|&&/)
		.map((line) => line.trim())
		.filter((line) => line !== "" && !line.startsWith("#"))
		.slice(0, mostCommands);
}

/** Where a script has its tests' report written. */
function reportsIn(script: string): string[] {
	return [...script.matchAll(/(?:--output[ =]|--junitfile[ =]|> *)(\S+\.xml)\b/g)].map((match) => match[1] as string);
}

interface Circumstances {
	readonly env: Readonly<Record<string, string>>;
	readonly how: Fate;
	readonly pace: number;
	readonly chance: Chance;
	readonly reports: readonly string[];
}

function enactCommand(command: string, { env, how, pace, chance, reports }: Circumstances): Enactment {
	const echoed = /^echo\s+(.*)$/.exec(command)?.[1];
	if (echoed !== undefined) return said([expand(echoed, env)], { chance, seconds: 0.3 });
	const tool = toolOf(command);
	const seconds = tool.seconds * pace;
	if (tool.kind === "test") {
		const run = testRun(chance, how === "testsFail" ? chance.between(1, 3) : 0);
		const files = reports.map((path) => ({ path, content: run.report }));
		if (how === "hangs") return { ...said(run.says.slice(0, 7), { chance, seconds }), ending: undefined };
		return { ...said(run.says, { chance, seconds }), files, ending: exited(how === "testsFail" ? 1 : 0) };
	}
	if (how !== "well") return enactFault(tool, how, seconds, chance);
	const says = tool === unknownTool ? [`$ ${command}`, "(simulated: nothing was run)"] : tool.says;
	const files = (tool.leaves ?? []).map((path) => ({ path, content: someBytes(chance, path) }));
	return { ...said(says, { chance, seconds }), files };
}

/** It gets half as far. */
function enactFault(tool: Tool, how: Fate, seconds: number, chance: Chance): Enactment {
	const begun = said(tool.says.slice(0, Math.ceil(tool.says.length / 2)), { chance, seconds: seconds / 2 });
	const complaining = (texts: readonly string[]): Line[] => [
		...begun.lines,
		...texts.map((text, at): Line => ({ afterMs: at === 0 ? 700 : 0, text, stream: "stderr" })),
	];
	if (how === "hangs") return { ...begun, ending: undefined };
	if (how === "killed")
		return {
			...begun,
			lines: complaining(["Killed"]),
			ending: { kind: "signalled", signal: "SIGKILL" },
		};
	return { ...begun, lines: complaining(tool.complains ?? ["error: exit status 1"]), ending: exited(1) };
}

/** Lines over a time, not evenly. */
function said(
	texts: readonly string[],
	{ chance, seconds }: { readonly chance: Chance; readonly seconds: number },
): Enactment {
	const shareMs = (seconds * 1_000) / Math.max(1, texts.length);
	const lines = texts.map(
		(text): Line => ({ afterMs: Math.round(shareMs * (0.4 + 1.2 * chance.next())), text, stream: "stdout" }),
	);
	return { lines, files: [], ending: exited(0) };
}

function exited(code: number): ScriptEnding {
	return { kind: "exited", code };
}

function expand(text: string, env: Readonly<Record<string, string>>): string {
	const plain = text.replace(/^(["'])(.*)\1$/, "$2");
	return plain.replace(/\$\{?([A-Za-z_]\w*)\}?/g, (_, name: string) =>
		Object.hasOwn(env, name) ? (env[name] ?? "") : "",
	);
}

/** It says of itself what it is, whoever opens it. */
function someBytes(chance: Chance, path: string): Buffer {
	const title = `${path}: made by the demo of Oore. It is no application.\n`;
	const noise = Uint32Array.from({ length: chance.between(3_000, 9_000) }, () => chance.next() * 2 ** 32);
	return Buffer.concat([Buffer.from(title), Buffer.from(noise.buffer)]);
}
