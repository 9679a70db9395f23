import { FlutterReader } from "./flutter.ts";
import { JunitReader } from "./junit.ts";
import type { TestReport, Unreadable } from "./test-report.ts";

/** Bytes. */
const largestReport = 50 * 1024 * 1024;

type Decoder = InstanceType<typeof TextDecoder>;

interface Reader {
	/** Answers when reading on is of no use. */
	write(text: string): Unreadable | undefined;
	close(): TestReport | Unreadable;
}

/**
 * Reads one file of test results. What it is shows in what it says, not in its name: XML is JUnit's, anything else is
 * what Flutter prints. Only faults of reading the chunks are thrown.
 */
export async function readTestReport(
	path: string,
	chunks: AsyncIterable<Uint8Array>,
): Promise<TestReport | Unreadable> {
	// A folder, or files out of one: there is nothing to look into.
	if (/\.xcresult(\/|$)/i.test(path))
		return { unreadable: "Results of Xcode (.xcresult) are not read yet; have the tests write JUnit XML." };
	let size = 0;
	let decoder: Decoder | undefined;
	let reader: Reader | undefined;
	for await (const chunk of chunks) {
		size += chunk.byteLength;
		if (size > largestReport) return { unreadable: "The report is larger than 50 MB and is not read." };
		decoder ??= decoderFor(chunk);
		const text = decoder.decode(chunk, { stream: true });
		// Blank lines say nothing about the format, and XML must not begin with them.
		const begun = reader ? text : text.trimStart();
		if (begun === "") continue;
		reader ??= begun.startsWith("<") ? new JunitReader() : new FlutterReader();
		const unreadable = reader.write(begun);
		if (unreadable) return unreadable;
	}
	const rest = decoder?.decode() ?? "";
	if (!reader) return { unreadable: "The report is empty." };
	return reader.write(rest) ?? reader.close();
}

/** UTF-8 unless the file begins with the mark of UTF-16, as files of Windows' tools do. */
function decoderFor([first, second]: Uint8Array): Decoder {
	if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le");
	if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be");
	return new TextDecoder("utf-8");
}
