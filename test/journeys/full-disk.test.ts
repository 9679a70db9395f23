import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { makeRepo } from "../support/repo.ts";
import { canMount, type Server, startServer } from "../support/server.ts";

/*
 * A real file system that is really full: needs a machine that lets its users mount one for themselves, as Linux with
 * user name spaces does.
 */
const undo: (() => unknown)[] = [];
afterEach(async () => {
	for (const each of undo.splice(0).reverse()) await each();
});

async function built(server: Server, scripts: string[], artifacts: string[] = []) {
	const repo = await makeRepo();
	undo.push(() => repo.remove());
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts, artifacts } } }) });
	const id = await server.add(repo, `app-${undo.length}`);
	return server.over((await server.client.trigger(id, {})).id);
}
/** What the server would make for itself is in a file that nobody else sees. */
const environment = {
	OORE_MIN_FREE_DISK_MB: "0",
	OORE_ADMIN_TOKEN: "token-of-tests",
	OORE_ENCRYPTION_KEY: "ab".repeat(32),
};
async function onSmallDisk(): Promise<Server> {
	const server = await startServer({ diskMb: 120, environment });
	undo.push(() => server.remove());
	return server;
}

describe.runIf(canMount)("a disk that is full", () => {
	test("by a step's output fails the build with the reason; its end is on disk, and the next build runs", async () => {
		const server = await onSmallDisk();
		const build = await built(server, ["yes 'a line of some length that fills the disk'"]);
		expect(build).toMatchObject({
			status: "failure",
			error_message: expect.stringMatching(/disk is full|No space left/),
		});
		const [step] = (await server.client.steps(build.id)).filter(({ system }) => !system);
		expect(step?.status).toBe("failure");
		expect((await server.client.health()).status).toBe("ok");
		await server.client.removeRepository(build.repository_id);
		expect((await built(server, ["echo fine"])).status).toBe("success");
	});

	test("while artifacts are copied fails the build with the reason, and leaves no half of one", async () => {
		const server = await onSmallDisk();
		const build = await built(server, ["head -c 70000000 /dev/zero > large.bin"], ["large.bin"]);
		expect(build).toMatchObject({ status: "failure", error_message: expect.stringContaining("The disk is full") });
		expect(await server.client.artifacts(build.id)).toEqual([]);
		const seen = `/proc/${server.process.pid}/root${join(server.folder, "artifacts")}`;
		const files = readdirSync(seen, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
		expect(files).toEqual([]);
	});
});
