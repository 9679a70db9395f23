import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

export interface Pushed {
	readonly ref: string;
	readonly branch: string;
	readonly commit: string;
	readonly before: string;
}

/** A real git repository in a folder of its own, as a provider would have it. */
export interface Repo {
	readonly path: string;
	/** What `clone_url` is. */
	readonly url: string;
	/** Write files, commit them on a branch, answer what a push would tell. */
	commit(files: Record<string, string>, options?: { branch?: string; message?: string }): Promise<Pushed>;
	tag(name: string, options?: { annotated?: boolean }): Promise<{ ref: string; commit: string }>;
	/** A commit that only a review's head ref leads to. */
	reviewRef(ref: string, files: Record<string, string>): Promise<string>;
	git(...args: string[]): Promise<string>;
	remove(): Promise<void>;
}

export async function makeRepo(): Promise<Repo> {
	const path = await mkdtemp(join(tmpdir(), "oore-repo-"));
	const git = async (...args: string[]) => {
		const who = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
		const env = {
			PATH: process.env["PATH"] ?? "",
			HOME: path,
			GIT_CONFIG_GLOBAL: "/dev/null",
			GIT_CONFIG_NOSYSTEM: "1",
		};
		const { stdout } = await exec("git", [...who, ...args], { cwd: path, env });
		return stdout.trim();
	};
	await git("init", "--quiet", "--initial-branch=main");
	await git("commit", "--quiet", "--allow-empty", "--message", "first");
	const write = async (files: Record<string, string>) => {
		for (const [name, text] of Object.entries(files)) {
			await mkdir(dirname(join(path, name)), { recursive: true });
			await writeFile(join(path, name), text);
		}
		await git("add", "--all");
	};
	return {
		path,
		url: path,
		git,
		async commit(files, { branch = "main", message = "change" } = {}) {
			const before = await git("rev-parse", "--verify", "--quiet", `refs/heads/${branch}`).catch(() => "0".repeat(40));
			if (branch !== "main") await git("checkout", "--quiet", "-B", branch);
			await write(files);
			await git("commit", "--quiet", "--allow-empty", "--message", message);
			const commit = await git("rev-parse", "HEAD");
			if (branch !== "main") await git("checkout", "--quiet", "main");
			return { ref: `refs/heads/${branch}`, branch, commit, before };
		},
		async tag(name, { annotated = false } = {}) {
			await git("tag", ...(annotated ? ["--annotate", "--message", name] : []), "--", name);
			return { ref: `refs/tags/${name}`, commit: await git("rev-parse", `${name}^{commit}`) };
		},
		async reviewRef(ref, files) {
			await git("checkout", "--quiet", "--detach");
			await write(files);
			await git("commit", "--quiet", "--allow-empty", "--message", "review");
			const commit = await git("rev-parse", "HEAD");
			await git("update-ref", ref, commit);
			await git("checkout", "--quiet", "main");
			return commit;
		},
		remove: () => rm(path, { recursive: true, force: true }),
	};
}
