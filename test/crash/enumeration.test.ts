import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addRepository } from "#actors/repository/manage-repositories.ts";
import { openDb } from "#db/open.ts";
import { startCi } from "../support/ci.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { scenarios } from "./scenarios.ts";

/*
 * The proof of K1 to K3 and of "nothing is lost": each scenario is told with a SIGKILL immediately before and
 * immediately after every one of its commits, started again, and must end as the telling that nobody disturbed.
 */
const root = join(import.meta.dirname, "../..");
const migrations = join(root, "db/migrations");
const points = ["before_commit", "after_commit"] as const;
let folder: string;
let child: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "oore-crash-"));
	// As one file the child starts in a tenth of the time.
	child = join(root, "node_modules", `.oore-crash-${process.pid}.mjs`);
	await build({
		entryPoints: [join(import.meta.dirname, "scenario.child.ts")],
		outfile: child,
		bundle: true,
		format: "esm",
		platform: "node",
		target: "node24",
		packages: "external",
		logLevel: "error",
	});
});

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
	rmSync(child, { force: true });
});

describe.each(Object.entries(scenarios))("%s", (name, scenario) => {
	let repo: Repo;
	let template: string;
	let environment: Record<string, string>;
	let undisturbed: unknown;
	let commits: number;

	beforeAll(async () => {
		repo = await makeRepo();
		const push = await repo.commit({ "oore.yaml": scenario.pipeline });
		template = join(folder, `${name.replaceAll(" ", "-")}-template`);
		const ci = await startCi(template);
		const fields = {
			name: "a/b",
			provider: "git",
			owner: "a",
			repoName: "b",
			cloneUrl: repo.url,
			defaultBranch: "main",
		} as const;
		const repository = await addRepository(
			ci.kernel,
			ci.outside,
			{ ...fields, githubRepositoryId: null, githubInstallationId: null, gitlabProjectId: null },
			undefined,
		);
		await ci.close();
		environment = {
			PATH: process.env["PATH"] ?? "",
			SCENARIO: name,
			REPOSITORY: repository,
			PUSH: JSON.stringify({ ref: push.ref, after: push.commit }),
			MIGRATIONS: migrations,
		};
		const { code, output, data } = await tell("undisturbed", "");
		expect(code).toBe(0);
		commits = Number(output);
		undisturbed = readModel(data, repository);
	});
	afterAll(() => repo.remove());

	test("ends as it should when nobody disturbs it", () => {
		expect(commits).toBeGreaterThan(6);
		expect(undisturbed).toMatchSnapshot();
	});

	test.each(points)("ends the same after a kill %s, whichever", async (point) => {
		const disturbances = Array.from({ length: commits }, (_, index) => index + 1);
		let killed = 0;
		await eachOfTwo(disturbances, async (nth) => {
			const first = await tell(`${point}-${nth}`, `${point}:kill:${nth}`);
			if (first.code === 0) return; // This telling needed fewer commits: two of them fell into one.
			killed++;
			const second = await tell(`${point}-${nth}`, "");
			expect(second.code, `told again after ${point} ${nth}: ${second.errors}`).toBe(0);
			expect({ point, nth, model: readModel(second.data, environment["REPOSITORY"] ?? "") }).toEqual({
				point,
				nth,
				model: undisturbed,
			});
			expect(handledTwice(second.data)).toEqual([]);
			rmSync(second.data, { recursive: true, force: true });
		});
		expect(killed).toBeGreaterThanOrEqual(Math.floor(commits * 0.7));
	});

	async function tell(
		label: string,
		failpoints: string,
	): Promise<{ code: number | null; output: string; errors: string; data: string }> {
		const data = join(folder, `${name.replaceAll(" ", "-")}-${label}`);
		if (!existsSync(data)) cpSync(template, data, { recursive: true });
		const process_ = spawn(process.execPath, [child], {
			env: { ...environment, FOLDER: data, FAILPOINTS: failpoints },
			stdio: ["ignore", "pipe", "pipe"],
		});
		// A telling that never ends is a finding, not a reason to wait.
		const limit = setTimeout(() => process_.kill("SIGTERM"), 60_000);
		const [output, errors, code] = await Promise.all([
			textOf(process_.stdout),
			textOf(process_.stderr),
			exitOf(process_),
		]);
		clearTimeout(limit);
		if (process_.signalCode === "SIGTERM")
			throw new Error(`The telling ${label} did not end: ${errors}\n${lastWords(data)}`);
		if (code !== 0 && code !== null) throw new Error(`The telling ${label} failed: ${errors}`);
		return { code, output, errors, data };
	}
});

/** What people see, without the ids and times that differ from telling to telling. */
function readModel(data: string, repository: string): unknown {
	const db = openDb({ path: join(data, "oore.db"), migrations });
	try {
		const all = (sql: string) => db.sqlite.prepare(sql).all();
		const marks = join(data, "workspaces", "marks");
		return {
			integrity: db.sqlite.pragma("integrity_check"),
			events: all("select delivery_id, status, result, error_message from webhook_events order by delivery_id"),
			builds: all(
				"select status, workflow_name, trigger_type, error_message, finished_at is not null as finished from builds order by status",
			),
			steps: all(
				"select step_index, name, status, exit_code, error_message from build_steps order by step_index, status",
			),
			artifacts: all("select relative_path, size_bytes, checksum_sha256 from artifacts order by relative_path"),
			queue: all("select json_extract(snapshot, '$.context.used') as used from actors where address = 'queue'"),
			repository: db.sqlite.prepare("select state from repositories where id = ?").all(repository),
			alive: all(
				"select kind, count(*) as count from actors where status = 'active' and kind in ('build', 'step', 'webhook') group by kind",
			),
			// Each script ran once and no more, wherever the server was killed.
			marks: existsSync(marks) ? readFileSync(marks, "utf8").trim().split("\n").sort() : [],
		};
	} finally {
		db.close();
	}
}

/** Messages that an actor's journal has more than once, and holes in its sequence. A client may send `cancel` again. */
function handledTwice(data: string): unknown[] {
	const db = openDb({ path: join(data, "oore.db"), migrations });
	try {
		const twice = db.sqlite
			.prepare(
				"select address, event, count(*) as times from journal where kind in ('build', 'step', 'webhook') and event <> 'cancel' group by address, event having times > 1",
			)
			.all();
		const holes = db.sqlite
			.prepare(
				"select address from journal where address like '%/%' group by address having count(*) <> max(sequence) - min(sequence) + 1",
			)
			.all();
		return [...twice, ...holes];
	} finally {
		db.close();
	}
}

/** Where a telling that did not end stands. */
function lastWords(data: string): string {
	const db = openDb({ path: join(data, "oore.db"), migrations });
	try {
		const entries = db.sqlite
			.prepare("select id, address, event, state from journal order by id desc limit 12")
			.all() as Record<string, unknown>[];
		return entries.map((entry) => Object.values(entry).join(" ")).join("\n");
	} finally {
		db.close();
	}
}

/** Two at a time: as many as there are cores. */
async function eachOfTwo<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
	const rest = [...items];
	await Promise.all(
		[1, 2].map(async () => {
			for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
		}),
	);
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
	return Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>)).toString("utf8");
}

function exitOf(child: ChildProcess): Promise<number | null> {
	return new Promise((resolve) => child.once("exit", (code) => resolve(code)));
}
