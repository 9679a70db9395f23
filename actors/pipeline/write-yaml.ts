import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { DocumentNode } from "./document.ts";

/** Whose last line with anything in it holds nothing but blanks. */
const endsInBlanks = /(^|\n)[ \t]+\n*$/;

/** YAML that reads as the same document; texts of several lines as blocks. */
export function writeYaml(document: DocumentNode): string {
	const written = new Document({ version: "1.2" });
	written.contents = nodeOf(document) as never;
	// In quotes a text stays on one line: breaking it there would lose blanks, too.
	const oneLine = { doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER };
	return written.toString({ lineWidth: 0, blockQuote: "literal", ...oneLine });
}

function nodeOf(node: DocumentNode): Scalar | YAMLMap | YAMLSeq {
	switch (node.kind) {
		case "mapping": {
			const map = new YAMLMap();
			for (const [key, { value }] of node.entries) map.items.push(new Pair(new Scalar(key), nodeOf(value)));
			return map;
		}
		case "sequence": {
			const sequence = new YAMLSeq();
			for (const item of node.items) sequence.items.push(nodeOf(item));
			return sequence;
		}
		case "scalar": {
			const scalar = new Scalar(node.value);
			// As it was written: `1.10` is a version, not a number.
			const decimals = typeof node.value === "number" ? /^-?\d+\.(\d+)$/.exec(node.text)?.[1] : undefined;
			if (decimals !== undefined) scalar.minFractionDigits = decimals.length;
			// In a block the blanks would be taken for its indentation, and lost.
			if (typeof node.value === "string" && endsInBlanks.test(node.value)) scalar.type = Scalar.QUOTE_DOUBLE;
			return scalar;
		}
	}
}
