import type { Chance } from "./chance.ts";

const suites: Readonly<Record<string, readonly string[]>> = {
	"test/basket_test.dart": [
		"adds a line item",
		"removes a line item",
		"sums prices in cents",
		"applies a discount once",
		"keeps its content over a restart",
	],
	"test/checkout_test.dart": [
		"asks for an address before payment",
		"shows what the card's issuer says",
		"is idempotent when sent twice",
	],
	"test/catalogue_test.dart": [
		"loads the next page at the end",
		"searches without diacritics",
		"shows what is sold out",
	],
	"test/login_test.dart": ["refuses an expired token", "remembers the last user", "logs out everywhere"],
	"test/golden/product_card_test.dart": ["looks as before in light mode", "looks as before in dark mode"],
};

const complaint = [
	"Expected: <1990>",
	"  Actual: <2490>",
	"",
	"package:matcher                                     expect",
	"test/basket_test.dart 61:5                          main.<fn>",
];

/** Tests as they run: what their tool says, and their report. */
export interface TestRun {
	readonly says: readonly string[];
	/** JUnit XML. */
	readonly report: string;
}

/** @param failing how many of them fail */
export function testRun(chance: Chance, failing: number): TestRun {
	const cases = Object.entries(suites).flatMap(([file, names]) =>
		names.map((name) => ({ file, name, seconds: 0.02 + chance.next() * 0.6, skipped: chance.next() < 0.04 })),
	);
	const unlucky = new Set(Array.from({ length: failing }, (_, which) => (which === 0 ? 3 : chance.between(4, 12))));
	const says = cases.flatMap(({ file, name }, at) => {
		const time = `00:${String(Math.floor(at * 0.7)).padStart(2, "0")}`;
		const failed = [...unlucky].filter((which) => which < at).length;
		const counts = `+${at - failed}${failed > 0 ? ` -${failed}` : ""}`;
		const line = `${time} ${counts}: ${file}: ${name}`;
		return unlucky.has(at) ? [line, `${line} [E]`, ...complaint.map((text) => `  ${text}`)] : [line];
	});
	const elements = cases.map(({ file, name, seconds, skipped }, at) => {
		const inner = unlucky.has(at)
			? `<failure message="Expected: &lt;1990&gt;">${complaint.join("\n").replaceAll("<", "&lt;")}</failure>`
			: skipped
				? "<skipped/>"
				: "";
		const start = `<testcase classname="${file}" name="${name}" file="${file}" line="${20 + 7 * at}" time="${seconds.toFixed(3)}"`;
		return inner === "" ? `${start}/>` : `${start}>${inner}</testcase>`;
	});
	return {
		says: [...says, unlucky.size > 0 ? "Some tests failed." : "All tests passed!"],
		report: `<?xml version="1.0"?>\n<testsuites><testsuite name="tests">\n${elements.join("\n")}\n</testsuite></testsuites>\n`,
	};
}
