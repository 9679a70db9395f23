import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { addRepository } from "#actors/repository/manage-repositories.ts";
import { startCi } from "../support/ci.ts";
import { makeRepo } from "../support/repo.ts";
import type { Instant } from "./instants.ts";
import { lastWords } from "./read-model.ts";
import type { Scenario } from "./story.ts";

const root = join(import.meta.dirname, "../..");

/** A scenario that can be told again and again. */
export interface Teller {
	/** Its row's id. */
	readonly repository: string;
	/** To its end, or to the instant that `kill` names; goes on in the label's folder if it was told there before. */
	tell(label: string, kill: string): Promise<Told>;
	remove(): Promise<void>;
}

export interface Told {
	readonly killed: boolean;
	/** Of each instant, how many there were; only of those that came to their end. */
	readonly counts: Readonly<Record<Instant, number>> | undefined;
	readonly errors: string;
	readonly folder: string;
}

/** As one file, packages included, the child starts in a tenth of the time. Answers where it is. */
export async function bundleChild(): Promise<string> {
	const outfile = join(root, "node_modules", `.oore-crash-${process.pid}.mjs`);
	await build({
		entryPoints: [join(import.meta.dirname, "scenario.child.ts")],
		outfile,
		bundle: true,
		format: "esm",
		platform: "node",
		target: "node24",
		// What is native, or starts threads from files of its own.
		external: ["better-sqlite3", "piscina"],
		banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
		logLevel: "error",
	});
	return outfile;
}

export async function makeTeller(child: string, within: string, name: string, scenario: Scenario): Promise<Teller> {
	const repo = await makeRepo();
	const pushes: { ref: string; after: string }[] = [];
	for (const { branch = "main", pipeline } of scenario.commits) {
		const { ref, commit } = await repo.commit({ "oore.yaml": pipeline }, { branch });
		pushes.push({ ref, after: commit });
	}
	const folderOf = (label: string) => join(within, `${name}-${label}`.replaceAll(" ", "-"));
	const template = folderOf("template");
	const repository = await addTo(template, repo.url);
	const environment = {
		PATH: process.env["PATH"] ?? "",
		SCENARIO: name,
		REPOSITORY: repository,
		PUSHES: JSON.stringify(pushes),
		MIGRATIONS: join(root, "db/migrations"),
	};
	return {
		repository,
		async tell(label, kill) {
			const folder = folderOf(label);
			if (!existsSync(folder)) cpSync(template, folder, { recursive: true });
			const told = await run(child, { ...environment, FOLDER: folder, KILL: kill });
			if (told.timedOut) throw new Error(`The telling ${label} did not end: ${told.errors}\n${lastWords(folder)}`);
			if (told.code !== 0 && told.code !== null) throw new Error(`The telling ${label} failed: ${told.errors}`);
			const counts = told.code === 0 ? (JSON.parse(told.output) as Record<Instant, number>) : undefined;
			return { killed: counts === undefined, counts, errors: told.errors, folder };
		},
		remove: () => repo.remove(),
	};
}

async function addTo(folder: string, cloneUrl: string): Promise<string> {
	const ci = await startCi(folder);
	const fields = {
		name: "a/b",
		provider: "git",
		owner: "a",
		repoName: "b",
		cloneUrl,
		defaultBranch: "main",
		githubRepositoryId: null,
		githubInstallationId: null,
		gitlabProjectId: null,
	} as const;
	const repository = await addRepository(ci.kernel, ci.outside, fields, undefined);
	await ci.close();
	return repository;
}

async function run(child: string, env: Record<string, string>) {
	const process_ = spawn(process.execPath, [child], { env, stdio: ["ignore", "pipe", "pipe"] });
	// A telling that never ends is a finding, not a reason to wait.
	const limit = setTimeout(() => process_.kill("SIGTERM"), 60_000);
	const [output, errors, code] = await Promise.all([
		textOf(process_.stdout),
		textOf(process_.stderr),
		exitOf(process_),
	]);
	clearTimeout(limit);
	return { output, errors, code, timedOut: process_.signalCode === "SIGTERM" };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
	return Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>)).toString("utf8");
}

function exitOf(child: ChildProcess): Promise<number | null> {
	return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}
