import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { configFiles } from "#actors/pipeline/config-files.ts";
import { defaultPipeline } from "#actors/pipeline/default-pipeline.ts";
import { formatProblem } from "#actors/pipeline/format-problem.ts";
import { parsePipeline } from "#actors/pipeline/parse-pipeline.ts";
import type { Pipeline } from "#actors/pipeline/pipeline.ts";
import type { GitEvent } from "#actors/webhook/git-event.ts";
import { UsageError } from "../program.ts";

/** A folder that people work in, and its pipeline. */
export interface Checkout {
	/** Absolute, without links. */
	readonly folder: string;
	readonly pipeline: Pipeline;
	/** Where the pipeline comes from. */
	readonly source: "repository" | "default";
	/** As if it had been started by hand. */
	readonly event: GitEvent;
	/** `owner/name` where its origin tells, else the folder's name. */
	readonly slug: string;
}

/** @param file another pipeline than the folder's own. @throws UsageError for a folder or a pipeline that cannot be used */
export function openCheckout(dir: string, file: string | undefined): Checkout {
	if (!existsSync(dir)) throw new UsageError(`There is no folder ${dir}.`);
	const folder = realpathSync(dir);
	const own = configFiles.map((name) => join(folder, name)).find((path) => existsSync(path));
	const path = file ?? own;
	const pipeline = path === undefined ? defaultPipeline(existsSync(join(folder, "pubspec.yaml"))) : read(path);
	return { folder, pipeline, source: path === undefined ? "default" : "repository", ...describe(folder) };
}

function read(path: string): Pipeline {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		throw new UsageError(`${path} cannot be read: ${(error as Error).message}.`);
	}
	const file = basename(path);
	const { pipeline, errors, warnings } = parsePipeline(text, file);
	if (errors.length === 0) return pipeline;
	// A key that is not known is often the reason why another one is missing.
	throw new UsageError([...errors, ...warnings].map((problem) => formatProblem(file, problem)).join("\n"));
}

/** What git knows of the folder; it need not be a repository. */
function describe(folder: string): Pick<Checkout, "event" | "slug"> {
	const git = (...args: string[]): string | undefined => {
		try {
			return execFileSync("git", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
		} catch {
			return undefined;
		}
	};
	const branch = git("branch", "--show-current") || undefined;
	const message = git("log", "-1", "--format=%B");
	return {
		slug: /[:/]([^:/]+\/[^:/]+?)(?:\.git)?$/.exec(git("remote", "get-url", "origin") ?? "")?.[1] ?? basename(folder),
		event: {
			trigger: "manual",
			commit: git("rev-parse", "--verify", "HEAD") ?? "0".repeat(40),
			ref: branch === undefined ? "HEAD" : `refs/heads/${branch}`,
			fromFork: false,
			...(branch !== undefined && { branch }),
			...(message !== undefined && { message }),
		},
	};
}
