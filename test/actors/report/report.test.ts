import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTestReport } from "#actors/report/read-test-report.ts";
import { mergeReports, type TestReport } from "#actors/report/test-report.ts";

type Read = Awaited<ReturnType<typeof readTestReport>>;

/** Reads a file that comes in pieces of so many bytes. */
function read(content: string | Buffer, { path = "build/report.xml", size = 64 * 1024 } = {}): Promise<Read> {
	return readTestReport(path, inPieces(Buffer.from(content), size));
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function suite(content: string): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites><testsuite name="s">${content}</testsuite></testsuites>`;
}

const gradle = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="all" time="99">
  <testsuite name="outer" file="test/outer.ts">
    <properties><property name="a" value="b"/></properties>
    <testsuite name="inner" tests="5" failures="1" errors="1" skipped="1" time="2.5">
      <testcase name="passes" classname="com.Example" time="0.5"/>
      <testcase name="fails &amp; says so" classname="com.Example" time="1,000.25" file="lib/a.kt" line="12">
        <failure message="expected 1" type="AssertionError">expected 1
  at Example.kt:12 ü 💥</failure>
        <system-out><![CDATA[noise <failure>]]></system-out>
      </testcase>
      <testcase name="breaks"><error message="boom"><![CDATA[stack <here>]]></error></testcase>
      <testcase name="waits"><skipped message="later"/></testcase>
      <testcase name="flaky"><flakyFailure message="once">trace</flakyFailure></testcase>
    </testsuite>
    <testcase name="last" status="notrun"/>
  </testsuite>
</testsuites>`;

const ofGradle: TestReport = {
	format: "junit",
	total: 6,
	passed: 2,
	failed: 2,
	skipped: 2,
	durationMs: 1_000_750,
	failures: [
		{
			suite: "com.Example",
			name: "fails & says so",
			message: "expected 1\n  at Example.kt:12 ü 💥",
			file: "lib/a.kt",
			line: 12,
		},
		{ suite: "inner", name: "breaks", message: "boom\nstack <here>" },
	],
};

describe("a report of JUnit", () => {
	test.each([1, 2, 3, 7, 64 * 1024])("in pieces of %i bytes", async (size) => {
		expect(await read(gradle, { size })).toEqual(ofGradle);
	});

	test("may have its file with the suite, one suite only, or no times but the suite's", async () => {
		expect(
			await read(`\n <testsuite name="s" file="test/s.py" time="1.5">
				<testcase name="t" line="0"><failure type="AssertionError"/></testcase></testsuite>`),
		).toMatchObject({
			durationMs: 1_500,
			failures: [{ suite: "s", name: "t", file: "test/s.py", message: "AssertionError" }],
		});
		expect(await read("<testsuite/>")).toMatchObject({ total: 0, durationMs: 0, failures: [] });
		expect(await read(suite('<testcase time="0,5"/><testcase time="-1"/><testcase time="x"/>'))).toMatchObject({
			passed: 3,
			durationMs: 500,
		});
	});

	test("counts a test that failed twice once, and a suite that could not run as one", async () => {
		const twice = '<testcase name="t"><failure>one</failure><error>two</error></testcase>';
		expect(await read(suite(`${twice}<error>no such class</error>`))).toMatchObject({
			total: 2,
			passed: 0,
			failed: 2,
			failures: [
				{ name: "t", message: "one" },
				{ suite: "s", name: "s", message: "no such class" },
			],
		});
	});

	test("may be of Windows, or have a mark before it", async () => {
		expect(await read(`\ufeff${gradle}`)).toEqual(ofGradle);
		expect(await read(Buffer.from(`\ufeff${gradle.replace("UTF-8", "UTF-16")}`, "utf16le"))).toEqual(ofGradle);
	});

	test("loses its colours", async () => {
		const red = suite('<testcase><failure message="\u001b[31mred\u001b[0m &#27;[1mbold&#x1B;[0m\u0000"/></testcase>');
		expect(await read(red)).toMatchObject({ failures: [{ message: "red bold" }] });
	});

	test("is kept short", async () => {
		const failure = `<testcase name="${"n".repeat(2_000)}"><failure>${"💥".repeat(10_000)}</failure></testcase>`;
		const report = (await read(suite(failure.repeat(600)))) as TestReport;
		expect(report).toMatchObject({ total: 600, failed: 600, passed: 0 });
		expect(report.failures).toHaveLength(500);
		expect(report.failures[0]?.message).toHaveLength(4_000);
		expect(report.failures[0]?.name).toHaveLength(500);
	});

	test.each<[what: string, content: string, sentence: RegExp]>([
		["cut off", gradle.slice(0, -40), /not whole, or no XML: .*unclosed tag/],
		["cut off in a tag", gradle.slice(0, 120), /not whole/],
		["with a wrong end", "<testsuite><testcase></testsuite>", /not whole/],
		["two in one", "<testsuite/><testsuite/>", /only one root/],
		["of .NET", '<?xml version="1.0"?><TestRun id="x"></TestRun>', /\.trx\) are not read yet/],
		["of NUnit", "<test-run/>", /NUnit are not read yet/],
		["a page", "<html><body/></html>", /no JUnit report: it begins with <html>/],
		["deep", "<testsuite>".repeat(100_000), /nested too deeply/],
		[
			"with many attributes",
			`<testsuite ${Array.from({ length: 9_999 }, (_, i) => `a${i}=""`).join(" ")}/>`,
			/attributes/,
		],
		[
			"with entities of its own",
			`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${suite("<testcase><failure>&b;</failure></testcase>").slice(39)}`,
			/undefined entity/,
		],
		[
			"with a file in it",
			`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite name="&a;"/>`,
			/undefined entity/,
		],
		["with declarations only", `<!DOCTYPE x [${"<!ENTITY a 'b'>".repeat(100_000)}`, /first megabyte/],
		["empty", "", /is empty/],
		["blank", " \n\n", /is empty/],
	])("that is none: %s", async (_what, content, sentence) => {
		for (const size of [5, 64 * 1024])
			expect(await read(content, { size })).toEqual({ unreadable: expect.stringMatching(sentence) });
	});

	test("with names of objects' own members in it is like any other", async () => {
		expect(await read(suite('<testcase __proto__="x" constructor="y" name="t"><failure/></testcase>'))).toMatchObject({
			failures: [{ suite: "s", name: "t", message: "The test failed and did not say why." }],
		});
	});

	test("of any content is read or refused", async () => {
		const piece = fc.constantFrom(
			..."<testsuite> </testsuite> <testcase </testcase> /> > <failure> </failure> <error/> <!DOCTYPE <![CDATA[ ]]> &amp; &x; name=\"a\" time='1' <?xml ?> -- \u0000".split(
				" ",
			),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
				const report = await read(`<testsuite>${pieces.join(" ")}`, { size: 9 });
				expect("unreadable" in report ? typeof report.unreadable : report.format).toMatch(/string|junit/);
			}),
			{ numRuns: 1_000 },
		);
	});
});

const start = { protocolVersion: "0.1.1", runnerVersion: "1.25.7", pid: 1, type: "start", time: 0 };
const widgetSuite = { suite: { id: 0, platform: "vm", path: "/w/test/widget_test.dart" }, type: "suite", time: 0 };

function started(id: number, name: string, more: object = {}) {
	return {
		test: { id, name, suiteID: 0, groupIDs: [2], metadata: { skip: false }, line: 9, column: 3, url: null, ...more },
		type: "testStart",
		time: 100,
	};
}

function ended(testID: number, result = "success", more: object = {}) {
	return { testID, result, skipped: false, hidden: false, type: "testDone", time: 200, ...more };
}

function failed(testID: number, error: string, stackTrace = "") {
	return { testID, error, stackTrace, isFailure: true, type: "error", time: 150 };
}

function lines(...events: readonly unknown[]): string {
	return events.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join("\n");
}

describe("a report of Flutter", () => {
	const content = lines(
		"Resolving dependencies...",
		start,
		'[{"event":"test.startedProcess","params":{"vmServiceUri":null}}]',
		widgetSuite,
		started(1, "loading /w/test/widget_test.dart", { groupIDs: [] }),
		ended(1, "success", { hidden: true }),
		{ group: { id: 2, suiteID: 0, parentID: null, name: "", testCount: 4 }, type: "group", time: 90 },
		started(3, "counts", { url: "file:///w/test/widget_test.dart" }),
		{ testID: 3, messageType: "print", message: '{"type":"testDone"}', type: "print", time: 110 },
		ended(3),
		started(4, "greets", {
			url: "package:flutter_test/src/widget_tester.dart",
			line: 170,
			root_url: "file:///w/test/my%20widget_test.dart",
			root_line: 13,
		}),
		"{ not JSON",
		failed(4, "Expected: <1>\n  Actual: <0>", "test/widget_test.dart 19:5 main.<fn>\n"),
		ended(4, "failure"),
		started(5, "breaks", { url: "package:flutter_test/x.dart" }),
		failed(5, "Bad state"),
		failed(5, "And again"),
		ended(5, "error"),
		started(6, "waits"),
		ended(6, "success", { skipped: true }),
		started(7, "(tearDownAll)", { line: null }),
		ended(7, "success", { hidden: true }),
		{ success: false, type: "done", time: 1234 },
		"",
	);
	const expected: TestReport = {
		format: "flutter",
		total: 4,
		passed: 1,
		failed: 2,
		skipped: 1,
		durationMs: 1_234,
		failures: [
			{
				suite: "/w/test/widget_test.dart",
				name: "greets",
				message: "Expected: <1>\n  Actual: <0>\ntest/widget_test.dart 19:5 main.<fn>",
				file: "/w/test/my widget_test.dart",
				line: 13,
			},
			{
				suite: "/w/test/widget_test.dart",
				name: "breaks",
				message: "Bad state\n\n\nAnd again",
				file: "/w/test/widget_test.dart",
			},
		],
	};

	test.each([1, 10, 1_000, 64 * 1024])("in pieces of %i bytes", async (size) => {
		expect(await read(content, { size, path: "machine.log" })).toEqual(expected);
		expect(await read(content.replaceAll("\n", "\r\n"), { size })).toEqual(expected);
	});

	test("that broke off has failed tests for those that were running", async () => {
		expect(
			await read(lines(start, widgetSuite, started(1, "loading", { groupIDs: [] }), started(2, "hangs"), '{"type')),
		).toMatchObject({ total: 1, failed: 1, failures: [{ name: "hangs", message: "The test did not end." }] });
	});

	test("counts what could not be loaded, and what failed after it had passed", async () => {
		const report = lines(
			widgetSuite,
			started(1, "loading /w/test/widget_test.dart", { groupIDs: [] }),
			failed(1, 'Failed to load "/w/test/widget_test.dart"'),
			ended(1, "error"),
			started(2, "late"),
			ended(2),
			failed(2, "after it had completed"),
		);
		expect(await read(report)).toMatchObject({ total: 2, passed: 0, failed: 2 });
	});

	test("is kept short, and lines without an end are passed over", async () => {
		const many = Array.from({ length: 600 }, (_, id) => [
			started(id, `t${id}`),
			failed(id, "x".repeat(20_000)),
			ended(id, "failure"),
		]).flat();
		const long = `{"type":"testDone","junk":"${"x".repeat(5_000_000)}"}`;
		const report = (await read(lines(start, long, ...many))) as TestReport;
		expect(report).toMatchObject({ total: 600, failed: 600 });
		expect(report.failures).toHaveLength(500);
		expect(report.failures[0]?.message).toHaveLength(4_000);
	});

	test("that is none says so", async () => {
		for (const other of [
			"hello\nworld",
			"{}",
			'{"type":"suite"}',
			'{"type":"done","time":"x"}',
			"[1,2]",
			"\u0000\u0001",
		])
			expect(await read(other)).toEqual({ unreadable: expect.stringContaining("neither JUnit XML nor") });
	});
});

describe("a report", () => {
	test("of more than 50 MB is not read, and no more of it asked for than that", async () => {
		const piece = Buffer.from(" ".repeat(1024 * 1024));
		let asked = 0;
		async function* endless(): AsyncGenerator<Buffer> {
			for (;;) {
				asked++;
				yield piece;
			}
		}
		expect(await readTestReport("x.xml", endless())).toEqual({ unreadable: expect.stringContaining("50 MB") });
		expect(asked).toBe(51);
	});

	test("of Xcode is not looked into", async () => {
		for (const path of ["build/Tests.xcresult", "build/Tests.xcresult/Info.plist"])
			expect(await read("<plist/>", { path })).toEqual({ unreadable: expect.stringContaining("not read yet") });
	});

	test("that cannot be had at all is the caller's fault to tell", async () => {
		// biome-ignore lint/correctness/useYield: it breaks before it has anything to give
		async function* broken(): AsyncGenerator<Buffer> {
			throw new Error("EIO");
		}
		await expect(readTestReport("x.xml", broken())).rejects.toThrow("EIO");
	});

	test("of several files is their sum", () => {
		expect(mergeReports([])).toEqual({
			reports: 0,
			total: 0,
			passed: 0,
			failed: 0,
			skipped: 0,
			durationMs: 0,
			failures: [],
		});
		expect(mergeReports([ofGradle, { ...ofGradle, format: "flutter" }])).toMatchObject({
			reports: 2,
			total: 12,
			passed: 4,
			failed: 4,
			skipped: 4,
			durationMs: 2_001_500,
			failures: [...ofGradle.failures, ...ofGradle.failures],
		});
		expect(mergeReports(Array.from({ length: 400 }, () => ofGradle)).failures).toHaveLength(500);
	});
});
