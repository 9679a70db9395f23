import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Logs, Runner, ScriptEnding, ScriptOrder } from "#actors/doors.ts";
import type { Stream } from "#db/vocabulary.ts";

/** What a script does, in no language: each runner's bench says it in its own. */
export interface Deed {
	readonly says?: readonly Saying[];
	/** Until it is let go; what it says then. */
	readonly waits?: readonly Saying[];
	readonly ending: { readonly exit: number } | { readonly signal: "SIGKILL" };
}
/** A line; `$NAME` in it is a variable of the script's environment. */
export type Saying = readonly [text: string, stream?: Stream];

/** A runner, and what a test has to know of its surroundings. */
export interface RunnerBench {
	readonly runner: Runner;
	readonly logs: Logs;
	/** As after a restart of the server: one that remembers nothing. */
	another(): Runner;
	/** Whether what runs goes on while no server lives. */
	readonly outlives: boolean;
	/** With the cookie in its environment, and the secret `PASSWORD`. */
	order(deed: Deed, changes?: { readonly cookie?: string }): ScriptOrder;
	/** How often its script was started. */
	starts(order: ScriptOrder): number;
	letGo(order: ScriptOrder): void;
	/** What runs is gone, as by a power cut, while nobody followed it. */
	lose(order: ScriptOrder): Promise<void>;
	remove(): Promise<void>;
}

/** The value of `PASSWORD`, of which no log may show anything. */
export const password = "correct-horse-battery";

const never = new AbortController().signal;
const exited = (code: number): ScriptEnding => ({ kind: "exited", code });
const waiting: Deed = { says: [["begun"]], waits: [["let go"]], ending: { exit: 7 } };

/** What every runner does, wherever its steps live. */
export function exercise(name: string, makeRunner: () => Promise<RunnerBench>): void {
	describe(`${name}: a runner`, () => {
		let bench: RunnerBench;
		beforeEach(async () => {
			bench = await makeRunner();
		});
		afterEach(() => bench.remove());
		const run = (order: ScriptOrder, signal = never) => bench.runner.run(order, signal);
		const terminate = ({ folder, cookie }: ScriptOrder) =>
			bench.runner.terminate({ folder, cookie, graceMs: 60_000 }, never);
		const log = (order: ScriptOrder, stream: Stream = "stdout") => readLog(bench.logs, order, stream);
		/** Begun, and said so. */
		const begin = async (order: ScriptOrder, signal = never) => {
			const ending = run(order, signal);
			await saying(bench.logs, order, "begun");
			// Not awaited here: whoever began it does.
			return { ending };
		};

		test("answers the exit code, and keeps the two streams apart", async () => {
			const order = bench.order({ says: [["out"], ["err", "stderr"], ["more"]], ending: { exit: 3 } });
			expect(await run(order)).toEqual(exited(3));
			expect([await log(order), await log(order, "stderr")]).toEqual(["out\nmore\n", "err\n"]);
		});

		test("tells a script that was killed from one that exits", async () => {
			const order = bench.order({ ending: { signal: "SIGKILL" } });
			expect(await run(order)).toEqual({ kind: "signalled", signal: "SIGKILL" });
		});

		test("gives a script its secrets, and shows them to nobody", async () => {
			const says: Saying[] = [["it is $PASSWORD."], ["and $PASSWORD", "stderr"]];
			const order = bench.order({ says, ending: { exit: 0 } });
			await run(order);
			const shown = [await log(order), await log(order, "stderr")];
			expect(shown).toEqual([expect.stringMatching(/^it is \*+\.\n$/), expect.stringMatching(/^and \*+\n$/)]);
		});

		test("starts a script once, however often it is asked, and tells everybody its ending", async () => {
			const order = bench.order({ says: [["hello"]], ending: { exit: 5 } });
			const endings = await Promise.all(Array.from({ length: 10 }, () => run(order)));
			expect(new Set(endings.map((ending) => JSON.stringify(ending)))).toEqual(new Set([JSON.stringify(exited(5))]));
			expect(await run(order)).toEqual(exited(5));
			expect([bench.starts(order), await log(order)]).toEqual([1, "hello\n"]);
		});

		test("lets a later call follow what an earlier one started", async () => {
			const order = bench.order(waiting);
			const { ending } = await begin(order);
			const second = run(order);
			bench.letGo(order);
			expect([await ending, await second]).toEqual([exited(7), exited(7)]);
			expect([bench.starts(order), await log(order)]).toEqual([1, "begun\nlet go\n"]);
		});

		test("lets a run go on when its follower is told to stop", async () => {
			const order = bench.order(waiting);
			const follower = new AbortController();
			const { ending } = await begin(order, follower.signal);
			const reason = new Error("the server stops");
			follower.abort(reason);
			await expect(ending).rejects.toBe(reason);
			bench.letGo(order);
			expect(await run(order)).toEqual(exited(7));
			expect([bench.starts(order), await log(order)]).toEqual([1, "begun\nlet go\n"]);
		});

		test("starts nothing for one that was told to stop before", async () => {
			const order = bench.order({ ending: { exit: 0 } });
			await expect(run(order, AbortSignal.abort(new Error("no")))).rejects.toThrow("no");
			expect(bench.starts(order)).toBe(0);
			expect(await run(order)).toEqual(exited(0));
			expect(bench.starts(order)).toBe(1);
		});

		test("knows after a restart how a run ended, and starts it no more", async () => {
			const order = bench.order({ says: [["hello"]], ending: { exit: 4 } });
			await run(order);
			expect(await bench.another().run(order, never)).toEqual(exited(4));
			expect([bench.starts(order), await log(order)]).toEqual([1, "hello\n"]);
		});

		test("finds after a restart what goes on by itself, or tells that it is lost", async () => {
			const order = bench.order(waiting);
			const server = new AbortController();
			const { ending } = await begin(order, server.signal);
			server.abort();
			await expect(ending).rejects.toThrow();
			const found = bench.another().run(order, never);
			if (bench.outlives) bench.letGo(order);
			expect(await found).toEqual(bench.outlives ? exited(7) : { kind: "lost", why: "killed" });
			expect(bench.starts(order)).toBe(1);
			expect(await log(order)).toBe(bench.outlives ? "begun\nlet go\n" : "begun\n");
		});

		test("tells that a run is lost, and starts it no more", async () => {
			const order = bench.order(waiting);
			const server = new AbortController();
			const { ending } = await begin(order, server.signal);
			server.abort();
			await expect(ending).rejects.toThrow();
			await bench.lose(order);
			for (const runner of [bench.another(), bench.another()])
				expect(await runner.run(order, never)).toEqual({ kind: "lost", why: "killed" });
			expect([bench.starts(order), await log(order)]).toEqual([1, "begun\n"]);
		});

		test("ends what it is told to end, and what is over stays as it was", async () => {
			const order = bench.order(waiting);
			const { ending } = await begin(order);
			await terminate(order);
			expect(await ending).toEqual({ kind: "signalled", signal: "SIGTERM" });
			await terminate(order);
			expect((await run(order)).kind).not.toBe("exited");
			expect([bench.starts(order), await log(order)]).toEqual([1, "begun\n"]);
			const over = bench.order({ ending: { exit: 2 } });
			await run(over);
			await terminate(over);
			expect([await run(over), bench.starts(over)]).toEqual([exited(2), 1]);
		});

		test("starts nothing that was ended before it was launched", async () => {
			const order = bench.order({ ending: { exit: 0 } });
			await terminate(order);
			await terminate(order);
			expect(await run(order)).toEqual({ kind: "lost", why: "killed" });
			expect(bench.starts(order)).toBe(0);
		});

		test("sweeps what carries a cookie, and nothing else", async () => {
			const [first, second] = [bench.order(waiting), bench.order(waiting)];
			const spared = bench.order(waiting, { cookie: `${first.cookie}0` });
			const running = [await begin(first), await begin(second), await begin(spared)];
			expect(await bench.runner.sweep(first.cookie)).toBeGreaterThanOrEqual(2);
			const killed = { kind: "signalled", signal: "SIGKILL" };
			expect([await running[0]?.ending, await running[1]?.ending]).toEqual([killed, killed]);
			expect(await bench.runner.sweep(first.cookie)).toBe(0);
			bench.letGo(spared);
			expect(await running[2]?.ending).toEqual(exited(7));
		});

		test("writes another attempt of a step behind the first", async () => {
			const first = bench.order({ says: [["first"]], ending: { signal: "SIGKILL" } });
			await run(first);
			const again = bench.order({ says: [["second"]], ending: { exit: 0 } });
			const second = { ...again, log: first.log };
			expect(await run(second)).toEqual(exited(0));
			expect(await run(second)).toEqual(exited(0));
			expect(await log(first)).toBe("first\nsecond\n");
		});
	});
}

async function readLog(logs: Logs, { log }: ScriptOrder, stream: Stream): Promise<string> {
	const path = logs.path(log.buildId, log.stepIndex, stream);
	return existsSync(path) ? readFile(path, "utf8") : "";
}

/** Resolves when the log has the text. */
async function saying(logs: Logs, order: ScriptOrder, text: string): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	const look = () => {
		readLog(logs, order, "stdout").then((log) => log.includes(text) && resolve(), reject);
	};
	const stop = logs.watch(order.log.buildId, order.log.stepIndex, "stdout", look);
	look();
	await promise;
	stop();
}
