import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { carrying } from "#actors/runner/local/process-table.ts";
import { paths } from "#http/contract/paths.ts";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, sign, startServer } from "../support/server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
	for (const each of undo.splice(0).reverse()) await each();
});

async function started(environment: Record<string, string> = {}): Promise<Server> {
	const server = await startServer({ environment });
	undo.push(() => server.remove());
	return server;
}
async function running(server: Server, scripts: string[]): Promise<{ build: string; id: string; repo: Repo }> {
	const repo = await makeRepo();
	undo.push(() => repo.remove());
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts } } }) });
	const id = await server.add(repo);
	const { id: build } = await server.client.trigger(id, {});
	await server.until(async () =>
		(await server.client.steps(build)).some(({ step_index, status }) => step_index === 0 && status === "running"),
	);
	return { build, id, repo };
}
async function restarted(server: Server): Promise<Server> {
	const again = await server.restart();
	undo.push(() => again.remove());
	return again;
}

/** Resolves once it says that it has heard the signal. */
function stopping(server: Server): Promise<void> {
	return new Promise((resolve) => {
		const look = () => server.lines.some((line) => line.includes("Stopping")) && resolve();
		for (const stream of [server.process.stdout, server.process.stderr]) stream?.on("data", look);
		look();
	});
}

test("a request that is under way is answered, streams end, and what was acknowledged is there afterwards", async () => {
	const server = await started();
	const { build, id } = await running(server, ["sleep 2"]);
	const streams = Array.from({ length: 20 }, () => {
		const stop = new AbortController();
		undo.push(() => stop.abort());
		return server.fetch(paths.logStream(build, { step: 0 }), { signal: stop.signal });
	});
	for (const stream of await Promise.all(streams)) expect(stream.status).toBe(200);
	const body = JSON.stringify({ ref: "refs/heads/x", after: "0".repeat(40) });
	const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
	const answer = new Promise<string>((resolve) => socket.once("data", (chunk: Buffer) => resolve(chunk.toString())));
	socket.write(
		`POST ${paths.webhook("git", id)} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nx-hub-signature-256: ${sign(body)}\r\nx-oore-delivery: late\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
	);
	// The server has the first half: it answers whoever asks after that.
	await server.client.health();
	const stopped = server.stop();
	await stopping(server);
	socket.end(body.slice(10));
	expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
	expect(await stopped).toBe(0);
	const again = await restarted(server);
	expect((await again.client.webhookEvents({ repository: id })).map(({ delivery_id }) => delivery_id)).toEqual([
		"late",
	]);
	expect((await again.over(build)).status).toBe("success");
});

test("told to fail what runs, it ends the processes before it goes", async () => {
	const server = await started({ OORE_RESTART_RECOVERY: "fail" });
	const { build } = await running(server, ["trap '' TERM; sleep 1000", "echo never"]);
	expect(await server.stop()).toBe(0);
	expect(await carrying(`OORE_BUILD_ID=${build}`)).toEqual([]);
	const again = await restarted(server);
	expect(await again.client.build(build)).toMatchObject({
		status: "failure",
		error_message: expect.stringContaining("Interrupted by a restart of the server"),
	});
});

test("given time, running builds end first and waiting ones wait for the next start", async () => {
	const server = await started({ OORE_SHUTDOWN_TIMEOUT_SECS: "30", OORE_MAX_CONCURRENT_BUILDS: "1" });
	const { build, id } = await running(server, ["sleep 1", "true"]);
	const waiting = await server.client.trigger(id, {});
	expect(await server.stop()).toBe(0);
	const again = await restarted(server);
	expect(await again.client.build(build)).toMatchObject({ status: "success" });
	expect((await again.over(waiting.id)).status).toBe("success");
});

test("a second signal does not wait", async () => {
	const server = await started({ OORE_SHUTDOWN_TIMEOUT_SECS: "600" });
	await running(server, ["sleep 5"]);
	const stopped = server.stop();
	await stopping(server);
	server.process.kill("SIGTERM");
	expect(await stopped).toBe(130);
});
