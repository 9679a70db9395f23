import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Build } from "#http/contract/builds.ts";
import { type Client, makeClient } from "#http/contract/client.ts";
import { paths } from "#http/contract/paths.ts";
import { buildIfChanged } from "../../cli/build.ts";
import type { Pushed, Repo } from "./repo.ts";

const root = join(import.meta.dirname, "../..");
/** Of every repository that a test adds. */
export const secret = "a webhook secret";

export interface Server {
	readonly url: string;
	readonly token: string;
	readonly folder: string;
	readonly client: Client;
	readonly process: ChildProcess;
	/** Every line of its log and of what it said. */
	readonly lines: string[];
	fetch(path: string, init?: RequestInit & { token?: string | null }): Promise<Response>;
	/** Register a real repository; answers its id. */
	add(repo: Repo, name?: string): Promise<string>;
	/** A signed push webhook. */
	push(repository: string, push: Pick<Pushed, "ref" | "commit">, deliveryId?: string): Promise<Response>;
	/** The builds that a push leads to, once it is decided. */
	pushed(repository: string, push: Pick<Pushed, "ref" | "commit">): Promise<Build[]>;
	/** Resolves when a build is over. */
	over(id: string): Promise<Build>;
	/** Resolves when the condition holds; asked again after every commit. */
	until(condition: () => Promise<boolean>): Promise<void>;
	memory(): number;
	/** SIGKILL, and the same folder again. */
	kill(): Promise<void>;
	stop(signal?: NodeJS.Signals): Promise<number | null>;
	restart(environment?: Record<string, string>): Promise<Server>;
	/** Stop, and remove the folder. */
	remove(): Promise<void>;
}

export interface ServerOptions {
	readonly environment?: Record<string, string>;
	readonly folder?: string;
	/** Its folder is a file system of its own with so many MB; only where `canMount`. */
	readonly diskMb?: number;
}

/** In a name space of their own, where the machine lets users have one. */
const mounting = ["unshare", "--map-root-user", "--mount"];
export const canMount = spawnSync(mounting[0] ?? "", [...mounting.slice(1), "true"]).status === 0;

/** A real server on a free port, in a folder of its own. */
export async function startServer({
	environment = {},
	folder = mkdtempSync(join(tmpdir(), "oore-server-")),
	diskMb,
}: ServerOptions = {}): Promise<Server> {
	await buildIfChanged(root);
	const child = launch(folder, environment, diskMb);
	const lines: string[] = [];
	const url = await listening(child, lines);
	const envFile = join(folder, "oore.env");
	const own = existsSync(envFile) ? parseEnv(readFileSync(envFile, "utf8")) : {};
	const token = environment["OORE_ADMIN_TOKEN"] ?? own["OORE_ADMIN_TOKEN"] ?? "";
	const client = makeClient({ server: url, token: token === "" ? undefined : token });
	const gone = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));

	const server: Server = {
		url,
		token,
		folder,
		client,
		process: child,
		lines,
		fetch: (path, { token: given = token, headers, ...init } = {}) =>
			fetch(`${url}${path}`, {
				...init,
				headers: {
					...(given !== null && given !== "" && { authorization: `Bearer ${given}` }),
					...(headers as Record<string, string>),
				},
			}),
		async add(repo, name = "app") {
			const added = await client.addRepository({
				provider: "git",
				owner: "acme",
				repo_name: name,
				clone_url: repo.url,
				webhook_secret: secret,
			});
			return added.id;
		},
		push: (repository, push, deliveryId = randomUUID()) =>
			deliver(url, repository, JSON.stringify({ ref: push.ref, after: push.commit }), {
				"x-oore-delivery": deliveryId,
			}),
		async pushed(repository, push) {
			const response = await server.push(repository, push);
			const { event_id: id } = (await response.json()) as { event_id: string };
			await server.until(async () => (await client.webhookEvent(id)).processed);
			return Promise.all((await client.webhookEvent(id)).builds.map((build) => client.build(build)));
		},
		async over(id) {
			await server.until(async () => (await client.build(id)).finished_at !== null);
			return client.build(id);
		},
		async until(condition) {
			if (await condition()) return;
			const stop = new AbortController();
			try {
				for await (const _ of client.follow(paths.events({ after: 0 }), stop.signal)) if (await condition()) return;
			} finally {
				stop.abort();
			}
			throw new Error(`The server ended before that. It said:\n${lines.slice(-20).join("\n")}`);
		},
		memory: () => memoryOf(child.pid ?? 0),
		async kill() {
			child.kill("SIGKILL");
			await gone;
		},
		stop(signal = "SIGTERM") {
			child.kill(signal);
			return gone;
		},
		restart: (more = {}) => startServer({ folder, environment: { ...environment, ...more } }),
		async remove() {
			child.kill("SIGKILL");
			await gone;
			rmSync(folder, { recursive: true, force: true });
		},
	};
	return server;
}

/** The process of a server with nothing of this one's environment but what any program gets. */
export function launch(folder: string, environment: Record<string, string>, diskMb?: number): ChildProcess {
	const command = [process.execPath, join(root, "cli/bin/oored.mjs"), "run"];
	const mount = `mount -t tmpfs -o size=${diskMb}m oore "$0" && exec "$@"`;
	const [program = "", ...rest] = diskMb === undefined ? command : [...mounting, "sh", "-c", mount, folder, ...command];
	return spawn(program, rest, {
		env: {
			PATH: process.env["PATH"] ?? "",
			HOME: folder,
			OORE_DATA_DIR: folder,
			OORE_BIND_ADDRESS: "127.0.0.1:0",
			OORE_ALLOW_LOCAL_REPOSITORIES: "1",
			OORE_TEST_MODE: "1",
			OORE_CANCEL_GRACE_SECS: "1",
			...environment,
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
}

function listening(child: ChildProcess, lines: string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		const read = (chunk: Buffer) => {
			lines.push(...chunk.toString("utf8").split("\n").filter(Boolean));
			const url = lines.map((line) => /listens on (http\S+)/.exec(line)?.[1]).find(Boolean);
			if (url) resolve(url);
		};
		child.stdout?.on("data", read);
		child.stderr?.on("data", read);
		child.once("exit", (code) => reject(new Error(`The server ended with ${code}:\n${lines.join("\n")}`)));
	});
}

export function sign(body: string | Buffer, key = secret): string {
	return `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
}

export function deliver(
	url: string,
	repository: string,
	body: string | Buffer,
	headers: Record<string, string> = {},
): Promise<Response> {
	return fetch(`${url}${paths.webhook("git", repository)}`, {
		method: "POST",
		body: body as string,
		headers: { "content-type": "application/json", "x-hub-signature-256": sign(body), ...headers },
	});
}

/** Resident memory in bytes, as the system sees it. */
function memoryOf(pid: number): number {
	const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
	return Number(line?.[1] ?? 0) * 1024;
}
