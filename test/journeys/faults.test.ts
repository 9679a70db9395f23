import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, test } from "vitest";
import { makeRepo, type Repo } from "../support/repo.ts";
import { type Server, startServer } from "../support/server.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
	for (const each of undo.splice(0).reverse()) await each();
});

async function started(environment: Record<string, string> = {}): Promise<Server> {
	const server = await startServer({ environment });
	undo.push(() => server.remove());
	return server;
}
async function restarted(server: Server): Promise<Server> {
	const again = await server.restart();
	undo.push(() => again.remove());
	return again;
}
async function repository(scripts: unknown[]): Promise<Repo> {
	const repo = await makeRepo();
	undo.push(() => repo.remove());
	await repo.commit({ "oore.yaml": JSON.stringify({ workflows: { ci: { scripts } } }) });
	return repo;
}
function change(folder: string, sql: string, ...parameters: unknown[]): void {
	const db = new Database(join(folder, "oore.db"));
	try {
		expect(db.prepare(sql).run(...parameters).changes).toBe(1);
	} finally {
		db.close();
	}
}

test("killed while webhooks arrive, at whatever instant: each that was acknowledged is there once", async () => {
	let server = await started();
	const repo = await repository(["true"]);
	const id = await server.add(repo);
	const push = await repo.commit({ x: "x" });
	const acknowledged: string[] = [];
	// A delivery is on disk after some 5 ms: the kills are spread over what 20 of them need.
	for (let round = 0; round < 12; round++) {
		const killed = new Promise<void>((resolve) => setTimeout(() => resolve(server.kill()), 2 + round * 3));
		await Promise.all(
			Array.from({ length: 20 }, async (_, i) => {
				const delivery = `${round}-${i}`;
				const answer = await server.push(id, push, delivery).catch(() => undefined);
				if (answer?.status === 200) acknowledged.push(delivery);
			}),
		);
		await killed;
		server = await restarted(server);
	}
	const kept: string[] = [];
	for (let cursor: string | undefined; ; ) {
		const page = await server.client.webhookEvents({ limit: 200, ...(cursor !== undefined && { cursor }) });
		kept.push(...page.map(({ delivery_id }) => delivery_id));
		if (page.length < 200) break;
		cursor = page.at(-1)?.id;
	}
	expect(acknowledged.length).toBeGreaterThan(0);
	expect(new Set(kept).size).toBe(kept.length);
	expect(kept).toEqual(expect.arrayContaining(acknowledged));
	const db = new Database(join(server.folder, "oore.db"));
	undo.push(() => db.close());
	expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
});

describe("an actor that fails", () => {
	test("once is tried again, and nobody notices", async () => {
		const server = await started({ OORE_FAILPOINTS: "effect_end:error:3,effect_start:error:5" });
		const repo = await repository(["true"]);
		const id = await server.add(repo);
		const builds = await Promise.all([1, 2, 3].map(() => server.client.trigger(id, {})));
		for (const build of builds) expect((await server.over(build.id)).status).toBe("success");
	});

	test("again and again ends its build with the reason; the server stays", async () => {
		const server = await started();
		const repo = await repository(["true"]);
		const id = await server.add(repo);
		const waiting = await server.client.trigger(id, {});
		await server.over(waiting.id);
		await server.kill();
		const failing = await server.restart({ OORE_FAILPOINTS: "effect_start:error" });
		undo.push(() => failing.remove());
		const build = await failing.client.trigger(id, {});
		const over = await failing.over(build.id);
		expect(over).toMatchObject({ status: "failure", error_message: expect.stringContaining("failpoint effect_start") });
		expect((await failing.client.health()).status).toBe("ok");
		expect((await failing.client.build(waiting.id)).status).toBe("success");
	});
});

describe("a stored actor that cannot be read", () => {
	test.each([
		["is broken JSON", "snapshot", "{"],
		[
			"is in a state that does not exist",
			"snapshot",
			JSON.stringify({ status: "active", value: "dancing", context: {} }),
		],
		["is of a newer machine", "version", 99],
	])("because it %s is set aside with its reason; all others come back", async (_, column, value) => {
		const server = await started({ OORE_MAX_CONCURRENT_BUILDS: "1" });
		const repo = await repository(["while [ ! -e ../go ]; do sleep 0.05; done"]);
		const id = await server.add(repo);
		const [running, broken, other] = [
			await server.client.trigger(id, {}),
			await server.client.trigger(id, {}),
			await server.client.trigger(id, {}),
		];
		await server.until(async () => (await server.client.build(running.id)).status === "running");
		await server.kill();
		change(server.folder, `update actors set ${column} = ? where address = ?`, value, `builds/${broken.id}`);
		const again = await restarted(server);
		expect((await again.client.health()).status).toBe("ok");
		expect(await again.over(broken.id)).toMatchObject({ status: "failure", error_message: expect.any(String) });
		expect(await again.client.actor(`builds/${broken.id}`)).toMatchObject({ status: "crashed" });
		await again.client.cancel(running.id);
		await again.client.cancel(other.id);
		expect((await again.over(other.id)).status).toBe("cancelled");
		expect((await again.over(running.id)).status).toBe("cancelled");
	});
});
