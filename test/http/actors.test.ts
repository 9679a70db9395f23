import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monotonicFactory } from "ulid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor, ActorDetail, JournalEntry } from "#http/contract/actors.ts";
import { paths } from "#http/contract/paths.ts";
import { type App, makeServer } from "#http/server.ts";
import { chartOf, machinesOf } from "#runtime/index.ts";
import { startCi, type TestCi } from "../support/ci.ts";

let folder: string;
let ci: TestCi;
let app: App;
const newId = monotonicFactory();
const repository = newId();
const removed = newId();

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "oore-actors-"));
	ci = await startCi(folder);
	app = await makeServer({
		ci,
		adminToken: undefined,
		baseUrl: () => "http://localhost",
		hasProgram: () => true,
		version: "0.0.0",
		logLevel: "silent",
		charts: new Map(machinesOf(ci.tree).map(({ machine }) => [machine.id, chartOf(machine, 1)])),
		maxStreamsPerAddress: 1,
		dashboardOrigin: undefined,
		dashboard: undefined,
		demo: false,
	});
	const fields = {
		...{ name: "Shop", provider: "git", owner: "acme", repoName: "shop", cloneUrl: "file:///x", defaultBranch: "main" },
		...{ githubRepositoryId: null, githubInstallationId: null, gitlabProjectId: null },
	};
	const at = ci.kernel.clock.now();
	for (const id of [repository, removed])
		await ci.kernel.turn((turn) =>
			turn.start("repositories", id, { id, at, fields: { ...fields, repoName: `shop-${id}` } }),
		);
	await ci.kernel.turn((turn) => turn.send(`repositories/${removed}`, { type: "remove" }));
	// More entries than any page has.
	for (let limit = 1; limit <= 260; limit++)
		await ci.kernel.turn((turn) => turn.send("queue", { type: "setLimit", limit, perRepository: 0 }));
});
afterAll(async () => {
	await app.close();
	await ci.close();
	rmSync(folder, { recursive: true, force: true });
});

const ask = async (path: string) => {
	const answer = await app.inject({ method: "GET", url: path, remoteAddress: "127.0.0.1" });
	return { status: answer.statusCode, body: answer.json() as unknown, headers: answer.headers };
};
const get = async <T>(path: string) => (await ask(path)).body as T;

describe("an instant", () => {
	test("of long ago has its state, its context and what was possible then", async () => {
		const first = (await get<JournalEntry[]>(paths.journal("queue", { limit: 200 }))).at(-1) as JournalEntry;
		const older = await get<JournalEntry[]>(paths.journal("queue", { limit: 200, cursor: first.id }));
		const sixth = older.at(-6) as JournalEntry;
		const limit = (sixth.payload as { limit: number }).limit;
		const then = await get<ActorDetail>(paths.actor("queue", { at: sixth.id }));
		expect(then).toMatchObject({
			status: "active",
			state: "resting",
			sequence: sixth.sequence,
			context: { limit, used: [] },
			context_unknown: null,
			deadlines: [],
			instant: { id: sixth.id, event: "setLimit" },
			changes: [{ name: "limit", before: limit - 1, after: limit }],
		});
		const ways = then.transitions.map(({ event, verdict, reason, taken }) => [event, verdict, reason, taken]);
		expect(ways).toEqual([
			["slot.requested", "possible", null, false],
			["slot.requested", "shadowed", "Another one of the same event is taken before it.", false],
			["", "blocked", "Nobody waits.", false],
			["slot.released", "possible", null, false],
			["build.crashed", "possible", null, false],
			["setLimit", "possible", null, true],
		]);
		const around = await get<JournalEntry[]>(paths.journal("queue", { limit: 5, around: sixth.id }));
		expect(around.map(({ sequence }) => sequence - sixth.sequence)).toEqual([2, 1, 0, -1, -2]);
		const before = await get<JournalEntry[]>(
			paths.journal("queue", { limit: 2, around: sixth.id, cursor: around.at(-1)?.id as number }),
		);
		expect(before.map(({ sequence }) => sequence - sixth.sequence)).toEqual([-3, -4]);
		const now = await get<ActorDetail>(paths.actor("queue"));
		expect(now).toMatchObject({ context: { limit: 260 }, instant: null, oldest_entry: older.at(-1)?.id });
	});

	test("before an actor began, or in what retention removed, is told from one another", async () => {
		const [oldest] = (await get<JournalEntry[]>(paths.journal(`repositories/${removed}`))).toReversed();
		const before = await ask(paths.actor(`repositories/${removed}`, { at: (oldest?.id ?? 0) - 1 }));
		expect(before).toMatchObject({
			status: 404,
			body: {
				detail: `At entry ${(oldest?.id ?? 0) - 1} this actor was not there yet: it began with entry ${oldest?.id}.`,
			},
		});
		const ended = await get<ActorDetail>(paths.actor(`repositories/${removed}`, { at: 1e9 }));
		expect(ended).toMatchObject({ status: "done", state: "removed", transitions: [], transitions_unknown: null });
		const supervisor = await get<ActorDetail>(paths.actor("repositories", { at: 1e9 }));
		expect(supervisor).toMatchObject({ kind: "supervisor", transitions: [], transitions_unknown: null });
	});

	test("whose beginning retention removed says so", async () => {
		const entries = await get<JournalEntry[]>(paths.journal("janitor"));
		const last = entries[0]?.id ?? 0;
		ci.outside.db.sqlite.prepare("delete from journal where address = 'janitor' and id < ?").run(last);
		expect(await ask(paths.actor("janitor", { at: last - 1 }))).toMatchObject({
			status: 410,
			body: { detail: `Retention removed what happened to this actor before entry ${last}.` },
		});
		expect(await get(paths.actor("janitor", { at: last }))).toMatchObject({
			context: null,
			context_unknown: "Retention removed the part of its journal that its context was built from.",
			transitions: [],
			transitions_unknown: "Without its context nobody can say what was possible.",
		});
	});
});

describe("actors", () => {
	test("are found by where they are, how old they are and what happened to them, and counted", async () => {
		const found = async (query: Parameters<typeof paths.actors>[0]) =>
			(await get<Actor[]>(paths.actors(query))).map(({ address }) => address);
		expect(await found({ parent: "" })).toEqual(["builds", "janitor", "queue", "repositories", "webhooks"]);
		expect(await found({ below: "repositories" })).toEqual([`repositories/${repository}`, `repositories/${removed}`]);
		expect(await found({ below: "repositories", order: "desc", limit: 1 })).toEqual([`repositories/${removed}`]);
		expect(await found({ parent: "repositories", status: "done" })).toEqual([`repositories/${removed}`]);
		expect(await found({ kind: "repository", older_than: 3_600 })).toEqual([]);
		expect(await found({ kind: "queue", changed_within: 3_600 })).toEqual(["queue"]);
		expect(await found({ kind: "queue", unchanged_for: 3_600 })).toEqual([]);
		expect(await get(paths.actorCounts({ parent: "repositories" }))).toEqual({
			...{ active: 1, done: 1, stopped: 0, crashed: 0 },
		});
	});

	test("have the names that people know", async () => {
		expect(await get(paths.actor(`repositories/${repository}`))).toMatchObject({ name: "Shop" });
		expect(await get(paths.actor("queue"))).toMatchObject({ name: null });
	});

	test("have a slice of their journal with all below them, as a file", async () => {
		const { body, headers } = await ask(paths.slice("repositories"));
		expect(headers["content-disposition"]).toBe('attachment; filename="repositories.json"');
		expect(body).toMatchObject({ actor: { address: "repositories" }, machine: null, complete: true });
		const { entries } = body as { entries: JournalEntry[] };
		expect(entries.map(({ address, event }) => [address.split("/")[1] ?? "", event])).toEqual([
			["", "xstate.init"],
			[repository, "xstate.init"],
			[removed, "xstate.init"],
			[removed, "remove"],
		]);
	});
});
