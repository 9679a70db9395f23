import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { build, step } from "#http/contract/builds.ts";
import { isAlive } from "../actors/runner/local-runs.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { startServer } from "../support/server.ts";

const bin = join(import.meta.dirname, "../../cli/bin/oore.mjs");
let repo: Repo;
let scratch: string;

beforeEach(async () => {
	repo = await makeRepo();
	scratch = mkdtempSync(join(tmpdir(), "oore-here-"));
});
afterEach(async () => {
	await repo.remove();
	rmSync(scratch, { recursive: true, force: true });
});

function start(...argv: string[]) {
	const child = spawn(process.execPath, [bin, "run", "--dir", repo.path, ...argv], {
		env: { PATH: process.env["PATH"] ?? "", HOME: scratch, TMPDIR: scratch, SECRET_OF_MINE: "not for builds" },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let [out, said] = ["", ""];
	child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
	child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
	const ended = new Promise<{ code: number | null; out: string; said: string }>((resolve) =>
		child.once("close", (code) => resolve({ code, out, said })),
	);
	return { child, ended };
}
const here = (...argv: string[]) => start(...argv).ended;
const pipeline = (workflow: object) => ({ "oore.yaml": JSON.stringify({ workflows: { ci: workflow } }) });

test("the same pipeline ends the same here as on a server", async () => {
	const scripts = [
		{ name: "one", script: 'echo "$V $OORE_BRANCH ${SECRET_OF_MINE-none} $TOKEN"; echo late=from-one >> "$CM_ENV"' },
		{ name: "two", script: 'echo "$late"; echo wrong >&2; exit 4', ignore_failure: true },
		{ name: "three", script: "true", when: { condition: 'env.V == "other"' } },
		{ name: "four", script: "mkdir -p out; echo data > out/a.apk; false", working_directory: "." },
		{ name: "five", script: "echo never" },
	];
	await repo.commit(
		pipeline({ environment: { vars: { V: "v" }, groups: ["g"] }, scripts, artifacts: ["out/*", "no*"] }),
	);
	writeFileSync(join(scratch, "secrets.env"), "TOKEN=canary-here\n");
	const local = await here("--json", "--secrets", join(scratch, "secrets.env"));
	expect(local.code).toBe(5);
	const lines = local.out
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line) as unknown);
	const whole = build.omit({ repository_id: true }).parse(lines.pop());
	const steps = lines.map((line) => step.parse(line));

	const server = await startServer();
	try {
		const id = await server.add(repo);
		await server.client.setSecrets({ group: "g", values: { TOKEN: "canary-here" } });
		const remote = await server.over((await server.client.trigger(id, {})).id);
		const same = ({ status, error_message, workflow_name, commit_sha }: typeof whole) => ({
			status,
			error_message,
			workflow_name,
			commit_sha,
		});
		expect(same(whole)).toEqual(same(remote));
		const told = ({ name, status, exit_code, error_message }: (typeof steps)[number]) => ({
			name,
			status,
			exit_code,
			error_message,
		});
		const remoteSteps = (await server.client.steps(remote.id)).filter(({ system }) => !system);
		expect(steps.map(told)).toEqual(remoteSteps.map(told));
		const log = async (index: number, stream: "stdout" | "stderr") =>
			(await server.client.logContent(remote.id, { step: index, stream })).content;
		for (const index of [0, 1]) expect(local.said).toContain(await log(index, "stdout"));
		expect(await log(0, "stdout")).toBe(`v main none ${"*".repeat(11)}\n`);
	} finally {
		await server.remove();
	}
});

describe("oore run", () => {
	test("builds what is there, changes and all, and leaves nothing but what the scripts made", async () => {
		await repo.commit(pipeline({ scripts: ["cat note", "echo made > made"], artifacts: ["made"] }));
		writeFileSync(join(repo.path, "note"), "not committed\n");
		const { code, out, said } = await here("--artifacts", join(scratch, "kept"));
		expect({ code, out }).toEqual({ code: 0, out: "not committed\n" });
		expect(said).toMatch(/▶ cat note\n.*artifact made {2}5 B/s);
		expect(readFileSync(join(scratch, "kept", "made"), "utf8")).toBe("made\n");
		expect((await repo.git("status", "--porcelain")).split("\n").sort()).toEqual(["?? made", "?? note"]);
		expect(readdirSync(scratch)).toEqual(["kept"]);
		expect(existsSync(join(repo.path, ".git", "oore"))).toBe(false);
	});

	test("runs only the steps that are asked for, and publishes only when told to", async () => {
		const publishing = { scripts: ["echo published $CM_BUILD_STATUS"] };
		await repo.commit(pipeline({ scripts: [{ name: "A b", script: "echo one" }, "echo two"], publishing }));
		expect(await here("--step", "a B")).toMatchObject({ code: 0, out: "one\n" });
		expect(await here("--step", "1", "--publish")).toMatchObject({ code: 0, out: "two\npublished success\n" });
		const wrong = await here("--step", "three");
		expect(wrong).toMatchObject({ code: 2, out: "" });
		expect(wrong.said).toContain('There is no step "three". The workflow has: 0 A b, 1 echo two.');
	});

	test("says what is wrong with the pipeline, the workflow or an input, and then runs nothing", async () => {
		await repo.commit(pipeline({ inputs: { n: { type: "number", required: true } }, scripts: ["echo $N > ran"] }));
		expect(await here("other")).toMatchObject({ code: 6, said: expect.stringContaining("The pipeline has: ci.") });
		expect(await here("--input", "n=x")).toMatchObject({ code: 2, said: expect.stringContaining("n") });
		await repo.commit({ "oore.yaml": "workflows:\n  ci:\n    script: x\n" });
		expect(await here()).toMatchObject({ code: 2, said: expect.stringContaining('Did you mean "scripts"?') });
		expect(existsSync(join(repo.path, "ran"))).toBe(false);
	});

	test("ends its processes on Ctrl-C", async () => {
		await repo.commit(pipeline({ scripts: ["sleep 600 & echo $! started; wait", "echo never"] }));
		const { child, ended } = start();
		const pid = await new Promise<number>((resolve) =>
			child.stdout.on("data", (chunk: Buffer) => resolve(Number.parseInt(chunk.toString("utf8"), 10))),
		);
		child.kill("SIGINT");
		expect(await ended).toMatchObject({ code: 130, said: expect.stringContaining("Cancelled by Ctrl-C.") });
		expect(isAlive(pid)).toBe(false);
		expect(readdirSync(scratch)).toEqual([]);
	});
});
