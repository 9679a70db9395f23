import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Instant, instants } from "./instants.ts";
import { filesBelow, handledTwice, readModel } from "./read-model.ts";
import { scenarios } from "./scenarios.ts";
import { bundleChild, makeTeller, type Teller, type Told } from "./telling.ts";

/*
 * The proof of K1 to K3 and of "nothing is lost": each scenario is told with a SIGKILL immediately before and
 * immediately after every one of its commits, started again, and must end as the telling that nobody disturbed.
 * The same beside every rename: those are the instants in the middle of an effect at which a file is there or not.
 */
let folder: string;
let child: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "oore-crash-"));
	child = await bundleChild();
});

afterAll(() => {
	rmSync(folder, { recursive: true, force: true });
	rmSync(child, { force: true });
});

describe.each(Object.entries(scenarios))("%s", (name, scenario) => {
	let teller: Teller;
	let undisturbed: Told;
	let model: unknown;
	let counts: Readonly<Record<Instant, number>>;

	beforeAll(async () => {
		teller = await makeTeller(child, folder, name, scenario);
		undisturbed = await teller.tell("undisturbed", "");
		if (!undisturbed.counts) throw new Error(`Somebody killed the undisturbed telling: ${undisturbed.errors}`);
		counts = undisturbed.counts;
		model = await readModel(undisturbed.folder, teller.repository);
	});
	afterAll(() => teller.remove());

	test("ends as it should when nobody disturbs it", () => {
		expect(counts.before_commit).toBeGreaterThan(6);
		expect(counts.before_rename).toBeGreaterThanOrEqual(scenario.renames);
		expect(model).toMatchSnapshot();
		for (const [log, written] of Object.entries(scenario.written ?? {})) expectNewestOf(log, written);
	});

	test.each(instants)("ends the same after a kill %s, whichever", async (instant) => {
		const disturbances = Array.from({ length: counts[instant] }, (_, index) => index + 1);
		let killed = 0;
		await eachOfTwo(disturbances, async (nth) => {
			const first = await teller.tell(`${instant}-${nth}`, `${instant}:${nth}`);
			if (!first.killed) return; // This telling needed fewer of them: two commits fell into one.
			killed++;
			const second = await teller.tell(`${instant}-${nth}`, "");
			expect(second.killed, `told again after ${instant} ${nth}: ${second.errors}`).toBe(false);
			expect({ instant, nth, model: await readModel(second.folder, teller.repository) }).toEqual({
				instant,
				nth,
				model,
			});
			expect(handledTwice(second.folder)).toEqual([]);
			rmSync(second.folder, { recursive: true, force: true });
		});
		expect(killed).toBeGreaterThanOrEqual(Math.floor(disturbances.length * 0.7));
	});

	/** A line that says how many bytes are gone, and the newest whole lines that the limit has room for. */
	function expectNewestOf(log: string, written: string): void {
		const logs = join(undisturbed.folder, "logs");
		const file = filesBelow(logs).find((path) => path.endsWith(log)) ?? log;
		const text = readFileSync(join(logs, file), "utf8");
		const [, gone, kept] = /^\[oore\] [^\n]*?(\d+) bytes are not kept\.\n(.*)$/s.exec(text) ?? [];
		const cut = written.indexOf("\n", written.length - (scenario.logLimitBytes ?? 0) - 1) + 1;
		expect({ log, gone: Number(gone), same: kept === written.slice(cut) }).toEqual({ log, gone: cut, same: true });
	}
});

/** Two at a time: as many as there are cores. The first finding ends it. */
async function eachOfTwo<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
	const rest = [...items];
	await Promise.all(
		[1, 2].map(async () => {
			try {
				for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
			} finally {
				rest.length = 0;
			}
		}),
	);
}
