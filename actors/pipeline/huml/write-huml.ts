import type { DocumentNode, Entry } from "../document.ts";

/** HUML v0.2 that reads as the same document. */
export function writeHuml(document: DocumentNode): string {
	const head = "%HUML v0.2.0\n";
	if (document.kind === "scalar") return `${head}${scalar(document, 0)}\n`;
	if (isEmpty(document)) return `${head}${emptySign(document)}\n`;
	return head + block(document, 0).join("");
}

type Vector = Exclude<DocumentNode, { kind: "scalar" }>;

function isEmpty(node: Vector): boolean {
	return node.kind === "mapping" ? node.entries.size === 0 : node.items.length === 0;
}

function emptySign(node: Vector): string {
	return node.kind === "mapping" ? "{}" : "[]";
}

function block(node: Vector, indent: number): string[] {
	const spaces = " ".repeat(indent);
	if (node.kind === "mapping")
		return [...node.entries].map(
			([key, { value }]: [string, Entry]) => `${spaces}${writeKey(key)}${behind(value, indent)}`,
		);
	return node.items.map((item) =>
		item.kind === "scalar" ? `${spaces}- ${scalar(item, indent)}\n` : `${spaces}- ${vector(item, indent)}`,
	);
}

function behind(value: DocumentNode, indent: number): string {
	return value.kind === "scalar" ? `: ${scalar(value, indent)}\n` : vector(value, indent);
}

function vector(node: Vector, indent: number): string {
	if (isEmpty(node)) return `:: ${emptySign(node)}\n`;
	return `::\n${block(node, indent + 2).join("")}`;
}

function scalar({ value, text }: Extract<DocumentNode, { kind: "scalar" }>, indent: number): string {
	if (value === null) return "null";
	if (typeof value === "boolean") return String(value);
	if (typeof value === "number") return number(value, text);
	return isLong(value) ? lines(value, indent) : quoted(value);
}

/** As it was written where that is HUML too: `1.10` stays `1.10`. */
function number(value: number, text: string): string {
	if (Number.isNaN(value)) return "nan";
	if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
	if (/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) && Object.is(Number(text), value)) return text;
	const own = Object.is(value, -0) ? "-0" : String(value);
	return own.replace(/e\+?/, "e");
}

function writeKey(key: string): string {
	return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? key : quoted(key);
}

const escapes: Readonly<Record<string, string>> = {
	"\n": "\\n",
	"\t": "\\t",
	"\r": "\\r",
	"\f": "\\f",
	"\v": "\\v",
	"\b": "\\b",
	'"': '\\"',
	"\\": "\\\\",
};

function quoted(text: string): string {
	return `"${text.replace(/[\n\t\r\f\v\u0008"\\]/g, (character) => escapes[character] ?? character)}"`;
}

/** Whether a text reads better as lines, and can be written so: carriage returns, and lines of spaces only, cannot. */
function isLong(text: string): boolean {
	return text.includes("\n") && !text.includes("\r") && !/^[ \t]+$/m.test(text);
}

function lines(text: string, indent: number): string {
	const spaces = " ".repeat(indent);
	const body = text.split("\n").map((line) => (line === "" ? "\n" : `${spaces}  ${line}\n`));
	return `"""\n${body.join("")}${spaces}"""`;
}
