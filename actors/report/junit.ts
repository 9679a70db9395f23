import { SaxesParser, type SaxesTagPlain } from "saxes";
import {
	escapeSymbol,
	failureOf,
	lineOf,
	longestMessage,
	mostFailures,
	type TestFailure,
	type TestReport,
	type Unreadable,
} from "./test-report.ts";

/** Elements inside of each other, and attributes of one: no tool comes near, and a hostile file stops there. */
const deepest = 200;
const mostAttributes = 200;

/** Characters before the first element. The parser keeps a document's declarations whole, at many times their size. */
const longestPreamble = 1024 * 1024;

/** Names of what is like JUnit but is not, by its first element. */
const others: ReadonlyMap<string, string> = new Map([
	["TestRun", "Reports of .NET (.trx) are not read yet; have the tests write JUnit XML."],
	["test-run", "Reports of NUnit are not read yet; have the tests write JUnit XML."],
	["assemblies", "Reports of xUnit.net are not read yet; have the tests write JUnit XML."],
]);

/** The file is not what it should be; thrown through the parser, which has no other way to stop. */
class Unfit extends Error {}

interface Suite {
	readonly name: string;
	readonly file: string | undefined;
}

interface Case {
	readonly suite: string;
	readonly name: string;
	readonly file: string | undefined;
	readonly line: number | undefined;
	isSkipped: boolean;
	failure: string | undefined;
}

/**
 * Reads JUnit XML in any of its dialects, as it comes. Entities that a document declares are not expanded: one that is
 * used makes it unreadable.
 */
export class JunitReader {
	readonly #parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
	readonly #suites: Suite[] = [];
	readonly #failures: TestFailure[] = [];
	#total = 0;
	#failed = 0;
	#skipped = 0;
	#casesMs = 0;
	#suitesMs = 0;
	#depth = 0;
	#hasBegun = false;
	#preamble = 0;
	#attributes = 0;
	#case: Case | undefined;
	/** Of the `<failure>` or `<error>` it is in. */
	#text: string | undefined;

	constructor() {
		this.#parser.on("error", (fault) => {
			// `&#27;`, by which some tools write a control character: nobody should lose a report over a colour.
			if (!fault.message.endsWith("malformed character entity.")) throw fault;
		});
		this.#parser.on("opentagstart", () => {
			this.#attributes = 0;
		});
		this.#parser.on("attribute", () => {
			if (++this.#attributes > mostAttributes)
				throw new Unfit("The report is no JUnit XML: an element has too many attributes.");
		});
		this.#parser.on("opentag", (tag) => this.#open(tag));
		this.#parser.on("closetag", (tag) => this.#close(tag));
		this.#parser.on("text", (text) => this.#read(text));
		this.#parser.on("cdata", (text) => this.#read(text));
	}

	/** @returns why reading on is of no use, if it is not */
	write(text: string): Unreadable | undefined {
		if (!this.#hasBegun) this.#preamble += text.length;
		if (!this.#hasBegun && this.#preamble > longestPreamble)
			return { unreadable: "The report is no JUnit XML: its first megabyte has no element in it." };
		return this.#attempt(() => this.#parser.write(withoutControls(text)));
	}

	close(): TestReport | Unreadable {
		return (
			this.#attempt(() => this.#parser.close()) ?? {
				format: "junit",
				total: this.#total,
				passed: this.#total - this.#failed - this.#skipped,
				failed: this.#failed,
				skipped: this.#skipped,
				durationMs: Math.round(this.#casesMs || this.#suitesMs),
				failures: this.#failures,
			}
		);
	}

	#attempt(read: () => unknown): Unreadable | undefined {
		try {
			read();
			return undefined;
		} catch (fault) {
			if (fault instanceof Unfit) return { unreadable: fault.message };
			const what = fault instanceof Error ? fault.message : String(fault);
			return { unreadable: `The report is not whole, or no XML: ${what.slice(0, 200).toWellFormed()}` };
		}
	}

	#open({ name, attributes }: SaxesTagPlain): void {
		if (++this.#depth > deepest) throw new Unfit("The report is no JUnit XML: its elements are nested too deeply.");
		this.#hasBegun = true;
		if (this.#depth === 1) refuseOthers(name);
		switch (name) {
			case "testsuites":
			case "testsuite":
				if (this.#suites.length === 0) this.#suitesMs = milliseconds(attributes["time"]);
				this.#suites.push({ name: attributes["name"] ?? "", file: attributes["file"] });
				return;
			case "testcase":
				this.#case = this.#startCase(attributes);
				return;
			case "skipped":
				if (this.#case) this.#case.isSkipped = true;
				return;
			case "failure":
			case "error":
				this.#text = "";
				return;
			default:
				return;
		}
	}

	#startCase(attributes: Readonly<Record<string, string>>): Case {
		const suite = this.#suites.at(-1);
		this.#casesMs += milliseconds(attributes["time"]);
		return {
			suite: attributes["classname"] || (suite?.name ?? ""),
			name: attributes["name"] ?? "",
			file: attributes["file"] ?? suite?.file,
			line: lineOf(attributes["line"]),
			isSkipped: ["skipped", "disabled", "notrun"].includes(attributes["status"] ?? ""),
			failure: undefined,
		};
	}

	#read(text: string): void {
		if (this.#text !== undefined && this.#text.length < longestMessage) this.#text += text.slice(0, 2 * longestMessage);
	}

	#close({ name, attributes }: SaxesTagPlain): void {
		this.#depth--;
		if (name === "testsuite" || name === "testsuites") this.#suites.pop();
		if (name === "failure" || name === "error") this.#endFailure(attributes);
		if (name === "testcase" && this.#case) {
			this.#count(this.#case);
			this.#case = undefined;
		}
	}

	/** One that is in no test is of a suite that could not be run at all, and counts as a test that failed. */
	#endFailure(attributes: Readonly<Record<string, string>>): void {
		const message = describe(attributes, this.#text ?? "");
		this.#text = undefined;
		if (this.#case) {
			this.#case.failure ??= message;
			return;
		}
		const { name = "", file } = this.#suites.at(-1) ?? {};
		this.#count({ suite: name, name, file, line: undefined, isSkipped: false, failure: message });
	}

	#count({ suite, name, file, line, isSkipped, failure }: Case): void {
		this.#total++;
		if (failure === undefined) {
			if (isSkipped) this.#skipped++;
			return;
		}
		this.#failed++;
		if (this.#failures.length >= mostFailures) return;
		const place = { ...(file !== undefined && { file }), ...(file !== undefined && line !== undefined && { line }) };
		this.#failures.push(failureOf({ suite, name, message: failure, ...place }));
	}
}

/** XML has no place for most control characters, but tools write the colours of terminals into their messages. */
function withoutControls(text: string): string {
	return text.replaceAll("\u001b", escapeSymbol).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
}

function refuseOthers(name: string): void {
	if (name === "testsuites" || name === "testsuite") return;
	throw new Unfit(
		others.get(name) ?? `The report is XML, but no JUnit report: it begins with <${name.slice(0, 40).toWellFormed()}>.`,
	);
}

/** The attribute is often the first line of the text. */
function describe(attributes: Readonly<Record<string, string>>, text: string): string {
	const short = (attributes["message"] || attributes["type"] || "").slice(0, 2 * longestMessage);
	if (text.trim() === "") return short || "The test failed and did not say why.";
	return short === "" || text.includes(short) ? text : `${short}\n${text}`;
}

/** Seconds, in some locales `1,234.5` or `0,5`; what is no number took no time. */
function milliseconds(seconds: string | undefined): number {
	const value = Number(seconds?.includes(".") ? seconds.replaceAll(",", "") : seconds?.replace(",", "."));
	return Number.isFinite(value) && value > 0 ? value * 1_000 : 0;
}
