/** What the tests of one file of results came to. */
export interface TestReport {
	readonly format: "junit" | "flutter";
	readonly total: number;
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	readonly durationMs: number;
	/** At most 500; more are counted in `failed` only. */
	readonly failures: readonly TestFailure[];
}

export interface TestFailure {
	readonly suite: string;
	readonly name: string;
	/** At most 4,000 characters. */
	readonly message: string;
	/** As the report has it: relative to whatever the tests' tool takes for its root, or absolute. */
	readonly file?: string;
	readonly line?: number;
}

/** What all the files of a build came to. */
export interface TestSummary extends Omit<TestReport, "format"> {
	/** How many files it was put together from. */
	readonly reports: number;
}

/** Nothing can be said about the tests; the sentence says why. */
export interface Unreadable {
	readonly unreadable: string;
}

export const mostFailures = 500;
export const longestMessage = 4_000;
const longestName = 500;

/** Stands for the control character where that one must not stand: ␛. */
export const escapeSymbol = "\u241b";

/** A terminal's colours, as they are and as XML has to write them. */
const colours = /(?:\u001b|\u241b|&#(?:27|x1b);)\[[0-9;]*[A-Za-z]/gi;

/** The durations are added up, though tests of several files may have run at the same time. */
export function mergeReports(reports: readonly TestReport[]): TestSummary {
	const sum = (pick: (report: TestReport) => number) => reports.reduce((total, report) => total + pick(report), 0);
	return {
		reports: reports.length,
		total: sum(({ total }) => total),
		passed: sum(({ passed }) => passed),
		failed: sum(({ failed }) => failed),
		skipped: sum(({ skipped }) => skipped),
		durationMs: sum(({ durationMs }) => durationMs),
		failures: reports.flatMap(({ failures }) => failures).slice(0, mostFailures),
	};
}

/** Cuts what is too long, and takes out the colours that tools write for terminals. */
export function failureOf(failure: TestFailure): TestFailure {
	return {
		...failure,
		suite: shorten(failure.suite, longestName),
		name: shorten(failure.name, longestName),
		message: shorten(failure.message, longestMessage),
		...(failure.file !== undefined && { file: shorten(failure.file, longestName) }),
	};
}

function shorten(text: string, most: number): string {
	const plain = text
		.slice(0, 2 * most)
		.replace(colours, "")
		.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
		.trim();
	// A pair of surrogates may have been cut in two.
	return plain.slice(0, most).toWellFormed();
}

/** A line number that is one. */
export function lineOf(value: unknown): number | undefined {
	const line = Number(value);
	return Number.isSafeInteger(line) && line > 0 ? line : undefined;
}
