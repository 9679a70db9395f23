import { expect, test } from "vitest";
import type { Step } from "#http/contract/builds.ts";
import { difference, sameStep } from "../../web/lib/compared.ts";

const lasted = (ms: number | null) => ({
	started_at: "2026-01-01T00:00:00.000Z",
	finished_at: ms === null ? null : new Date(Date.UTC(2026, 0, 1) + ms).toISOString(),
});

test.each([
	[200_000, 70_000, "+2 m 10 s"],
	[70_000, 200_000, "−2 m 10 s"],
	[70_000, 69_000, undefined],
	[109_000, 100_000, undefined],
	[111_000, 100_000, "+11.0 s"],
	[500, 100, undefined],
	[null, 100, undefined],
	[100_000, null, undefined],
])("%d ms after %d ms is %s", (now, then, words) => {
	expect(difference(lasted(now), lasted(then))).toBe(words);
});

test("a step is compared with that of its name, the second of a name with the second, and only with one that was green", () => {
	const step = (step_index: number, name: string, status: Step["status"] = "success") =>
		({ step_index, name, status }) as Step;
	const own = [step(0, "get"), step(1, "test"), step(2, "get")];
	const green = [step(-1, "Check out"), step(0, "get"), step(1, "get"), step(2, "test", "failure")];
	expect(own.map((its) => sameStep(green, its, own)?.step_index)).toEqual([0, undefined, 1]);
});
