import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { paths } from "#http/contract/paths.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
	for (const each of undo.splice(0).reverse()) await each();
});

async function started(environment: Record<string, string>): Promise<{ server: Server; repo: Repo; id: string }> {
	const server = await startServer({ environment });
	undo.push(() => server.remove());
	const repo = await makeRepo();
	undo.push(() => repo.remove());
	const workflow = { scripts: ["head -c 1000 /dev/zero > a.bin; echo said"], artifacts: ["*.bin"] };
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: workflow } }) });
	return { server, repo, id: await server.add(repo) };
}
const built = async (server: Server, id: string) => server.over((await server.client.trigger(id, {})).id);
async function prune(folder: string, ...args: string[]) {
	const oored = join(import.meta.dirname, "../../cli/bin/oored.mjs");
	const environment = {
		PATH: process.env["PATH"] ?? "",
		OORE_DATA_DIR: folder,
		OORE_WORKSPACE_RETENTION_HOURS: "0.0001",
		OORE_LOG_RETENTION_HOURS: "0.0001",
		OORE_ARTIFACT_RETENTION_BUILDS: "1",
	};
	return promisify(execFile)(process.execPath, [oored, "prune", ...args], { env: environment });
}

test("what retention no longer wants goes by itself; a download of it says so", async () => {
	const { server, id } = await started({
		OORE_CLEANUP_INTERVAL_SECS: "1",
		OORE_ARTIFACT_RETENTION_BUILDS: "1",
		OORE_LOG_RETENTION_HOURS: "0.0001",
	});
	const first = await built(server, id);
	const second = await built(server, id);
	const [old] = await server.client.artifacts(first.id);
	const [kept] = await server.client.artifacts(second.id);
	await server.until(async () => (await server.fetch(old?.download_url ?? "")).status === 410);
	expect((await server.fetch(kept?.download_url ?? "")).status).toBe(200);
	const answer = await server.fetch(paths.artifactsZip(first.id));
	expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([410, "artifact_removed"]);
	await server.until(async () => !existsSync(join(server.folder, "logs", second.id)));
	expect((await server.client.build(first.id)).status).toBe("success");
	for (const path of [paths.logContent(second.id, { step: 0 }), paths.logStream(second.id, { step: 0 })]) {
		const gone = await server.fetch(path);
		expect([gone.status, ((await gone.json()) as { code: string }).code]).toEqual([410, "logs_removed"]);
	}
	expect(await server.client.logs(second.id)).toEqual([]);
});

test("by hand it is only counted while a server runs, and removed when none does", async () => {
	const { server, id } = await started({});
	const builds = [await built(server, id), await built(server, id)];
	const counted = JSON.parse((await prune(server.folder, "--dry-run", "--json")).stdout) as Record<string, number>;
	expect(counted).toMatchObject({ artifacts: 1 });
	expect((await server.client.artifacts(builds[0]?.id ?? "")).length).toBe(1);
	await expect(prune(server.folder)).rejects.toMatchObject({ stderr: expect.stringContaining("another server") });
	await server.stop();
	expect((await prune(server.folder)).stdout).toContain("removed 1 artifacts\n");
	expect(JSON.parse((await prune(server.folder, "--dry-run", "--json")).stdout)).toMatchObject({ artifacts: 0 });
});

test("a build begins only with enough space on the disk", async () => {
	const { server, id } = await started({ OORE_MIN_FREE_DISK_MB: "999999999" });
	expect(await built(server, id)).toMatchObject({
		status: "failure",
		error_message: expect.stringMatching(/^Only \d+ MB are free in .*, and a build begins with at least 999999999 MB/),
	});
});
