import { spawn } from "node:child_process";

/** What git needs of this machine; nothing else of the server's environment reaches it. */
export interface GitEnvironment {
	readonly path: string;
	/** For the SSH keys and known hosts of this user. */
	readonly home: string;
	readonly sshAuthSock?: string | undefined;
	/** Fetch from this machine's own folders. */
	readonly allowLocal: boolean;
}

/** Git ended with another code than 0. */
export class GitFailed extends Error {
	readonly code = "git_failed";
	readonly exitCode: number | null;
	/** What it said, without credentials. */
	readonly said: string;
	constructor(args: readonly string[], exitCode: number | null, said: string) {
		super(`git ${args[0] ?? ""} failed: ${said}`);
		this.name = "GitFailed";
		this.exitCode = exitCode;
		this.said = said;
	}
}

export interface GitCall {
	readonly gitDir: string;
	readonly workTree?: string;
	readonly input?: string;
	/** `NAME=value` by which a process left behind by a killed server is found. */
	readonly cookie: string;
	readonly signal: AbortSignal;
}

/** No hooks, no helpers that run commands, no housekeeping in the background. */
const fixed = [
	...["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.ext.allow=never"],
	...["-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "submodule.recurse=false", "-c", "credential.helper="],
	...["-c", "http.followRedirects=initial", "-c", "advice.detachedHead=false"],
];
const mostOutput = 64 * 1024 * 1024;
const mostSaid = 8 * 1024;

/** The one place that spawns git: fixed options first, an environment of its own, a process group that an abort kills. */
export type RunGit = (args: readonly string[], call: GitCall) => Promise<Buffer>;

export function gitOf(machine: GitEnvironment): RunGit {
	const environment = environmentOf(machine);
	return (args, { gitDir, workTree, input, cookie, signal }) =>
		new Promise((resolve, reject) => {
			signal.throwIfAborted();
			const where = [`--git-dir=${gitDir}`, ...(workTree === undefined ? [] : [`--work-tree=${workTree}`])];
			const [name = "", value = ""] = cookie.split("=");
			const child = spawn("git", [...fixed, ...where, ...args], {
				cwd: workTree ?? gitDir,
				env: { ...environment, [name]: value },
				detached: true,
				stdio: ["pipe", "pipe", "pipe"],
			});
			const stdout: Buffer[] = [];
			let size = 0;
			let said = "";
			const kill = () => {
				if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
			};
			signal.addEventListener("abort", kill, { once: true });
			child.stdout.on("data", (chunk: Buffer) => {
				size += chunk.length;
				if (size > mostOutput) kill();
				else stdout.push(chunk);
			});
			child.stderr.on("data", (chunk: Buffer) => {
				if (said.length < mostSaid) said += chunk.toString("utf8");
			});
			child.once("error", reject);
			child.once("close", (code) => {
				signal.removeEventListener("abort", kill);
				if (signal.aborted) reject(signal.reason);
				else if (code === 0) resolve(Buffer.concat(stdout));
				else reject(new GitFailed(args, code, withoutCredentials(said).trim().slice(0, mostSaid)));
			});
			// A git that fails early closes its input: its exit code says why.
			child.stdin.on("error", () => undefined);
			child.stdin.end(input ?? "");
		});
}

function environmentOf({ path, home, sshAuthSock, allowLocal }: GitEnvironment): Record<string, string> {
	return {
		PATH: path,
		HOME: home,
		LC_ALL: "C",
		GIT_CONFIG_GLOBAL: "/dev/null",
		GIT_CONFIG_NOSYSTEM: "1",
		GIT_TERMINAL_PROMPT: "0",
		GIT_ASKPASS: "true",
		GIT_ALLOW_PROTOCOL: allowLocal ? "https:http:ssh:git:file" : "https:http:ssh:git",
		GIT_SSH_COMMAND: "ssh -oBatchMode=yes -oStrictHostKeyChecking=accept-new",
		...(sshAuthSock !== undefined && { SSH_AUTH_SOCK: sshAuthSock }),
	};
}

function withoutCredentials(text: string): string {
	return text.replace(/([a-z+]+:\/\/)[^/@\s]+@/gi, "$1");
}
