import { z } from "zod";
import {
	failureOf,
	lineOf,
	longestMessage,
	mostFailures,
	type TestFailure,
	type TestReport,
	type Unreadable,
} from "./test-report.ts";

const id = z.number().int();
const suite = z.object({ type: z.literal("suite"), suite: z.object({ id, path: z.string().nullish() }) });
const testStart = z.object({
	type: z.literal("testStart"),
	time: z.number().optional(),
	test: z.object({
		id,
		name: z.string(),
		suiteID: id,
		groupIDs: z.array(id).default([]),
		url: z.string().nullish(),
		line: z.number().nullish(),
		root_url: z.string().nullish(),
		root_line: z.number().nullish(),
	}),
});
const error = z.object({
	type: z.literal("error"),
	testID: id,
	error: z.string(),
	stackTrace: z.string().default(""),
});
const testDone = z.object({
	type: z.literal("testDone"),
	testID: id,
	time: z.number().optional(),
	result: z.string(),
	hidden: z.boolean().default(false),
	skipped: z.boolean().default(false),
});
const done = z.object({ type: z.literal("done"), time: z.number().optional() });
const event = z.discriminatedUnion("type", [suite, testStart, error, testDone, done]);
type Event = z.infer<typeof event>;

/** Only of these is JSON read: a test may print as much as it likes. */
const ofInterest = /"type"\s*:\s*"(?:suite|testStart|error|testDone|done)"/;

/** Characters; an event that is longer is passed over like a line that is no event. */
const longestLine = 4 * 1024 * 1024;

interface Test {
	readonly start: z.infer<typeof testStart>["test"];
	outcome: "open" | "hidden" | "passed" | "skipped" | "failed";
	message: string;
}

/** Reads what `flutter test --machine` and `dart test --reporter json` print: an event a line, and other lines between. */
export class FlutterReader {
	readonly #suites = new Map<number, string>();
	readonly #tests = new Map<number, Test>();
	#events = 0;
	#time = 0;
	#rest = "";
	#isTooLong = false;

	write(text: string): undefined {
		const [first = "", ...more] = text.split("\n");
		this.#append(first);
		for (const next of more) {
			this.#endLine();
			this.#append(next);
		}
	}

	close(): TestReport | Unreadable {
		this.#endLine();
		if (this.#events === 0)
			return { unreadable: "The report is neither JUnit XML nor what `flutter test --machine` prints." };
		const tests = [...this.#tests.values()].filter(isCounted);
		const failed = tests.filter(({ outcome }) => outcome === "failed" || outcome === "open");
		const skipped = tests.filter(({ outcome }) => outcome === "skipped").length;
		return {
			format: "flutter",
			total: tests.length,
			passed: tests.length - failed.length - skipped,
			failed: failed.length,
			skipped,
			durationMs: Math.round(this.#time),
			failures: failed.slice(0, mostFailures).map((test) => this.#failure(test)),
		};
	}

	#append(text: string): void {
		this.#isTooLong ||= this.#rest.length + text.length > longestLine;
		this.#rest = this.#isTooLong ? "" : this.#rest + text;
	}

	#endLine(): void {
		const line = this.#rest;
		this.#rest = "";
		this.#isTooLong = false;
		const read = ofInterest.test(line) ? readEvent(line) : undefined;
		if (read) this.#take(read);
	}

	#take(read: Event): void {
		this.#events++;
		if ("time" in read && read.time !== undefined && read.time > this.#time && Number.isFinite(read.time))
			this.#time = read.time;
		switch (read.type) {
			case "suite":
				this.#suites.set(read.suite.id, read.suite.path ?? "");
				return;
			case "testStart":
				this.#tests.set(read.test.id, { start: read.test, outcome: "open", message: "" });
				return;
			case "error": {
				const test = this.#tests.get(read.testID);
				if (!test) return;
				if (test.message.length < longestMessage)
					test.message += `${test.message && "\n\n"}${read.error}\n${read.stackTrace}`.slice(0, 2 * longestMessage);
				// Something of it went wrong after it had ended, which makes the whole run fail.
				if (test.outcome !== "open") test.outcome = "failed";
				return;
			}
			case "testDone": {
				const test = this.#tests.get(read.testID);
				if (test) test.outcome = outcomeOf(read);
				return;
			}
			case "done":
				return;
		}
	}

	#failure({ start, outcome, message }: Test): TestFailure {
		const text = outcome === "open" ? `The test did not end.\n${message}` : message;
		const suite = this.#suites.get(start.suiteID) ?? "";
		return failureOf({
			suite,
			name: start.name,
			message: text || "The test failed and did not say why.",
			...placeOf(start, suite),
		});
	}
}

function readEvent(line: string): Event | undefined {
	try {
		return event.safeParse(JSON.parse(line)).data;
	} catch {
		return undefined;
	}
}

function outcomeOf({ result, hidden, skipped }: z.infer<typeof testDone>): Test["outcome"] {
	if (result !== "success") return "failed";
	if (hidden) return "hidden";
	return skipped ? "skipped" : "passed";
}

/** What loads a suite looks like a test in no group, and is counted only when it fails. */
function isCounted({ start, outcome }: Test): boolean {
	return outcome === "open" ? start.groupIDs.length > 0 : outcome !== "hidden";
}

/** Where somebody wrote the test: the root, when a package such as Flutter's own made it; else at least the suite. */
function placeOf(start: Test["start"], suite: string): Pick<TestFailure, "file" | "line"> {
	const file = pathOf(start.root_url ?? start.url ?? "");
	const line = lineOf(start.root_line ?? start.line);
	if (file !== undefined) return line === undefined ? { file } : { file, line };
	return suite === "" ? {} : { file: suite };
}

function pathOf(url: string): string | undefined {
	if (!url.startsWith("file://")) return undefined;
	try {
		return decodeURIComponent(url.slice("file://".length));
	} catch {
		return undefined;
	}
}
