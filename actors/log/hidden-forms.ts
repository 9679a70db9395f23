/** Shorter ones are everywhere: hiding them would hide the log. In bytes. */
const shortestHidden = 4;
/** Columns at which `base64`, `openssl base64` and PEM writers break their lines. */
const columns = [76, 64];
/** A piece of a broken line is hidden from this length on: shorter ones are in every word. */
const shortestPiece = 12;

/** Every form in which a secret is hidden: as it is, by line, and as tools and languages write it. */
export function hiddenForms(secret: string): string[] {
	const whole = secret.trim();
	const lines = whole.split(/\r?\n/).map((line) => line.trim());
	const texts = [...new Set([secret, whole, ...lines, lines.join("\r\n"), lines.join(" "), lines.join("")])];
	const forms = texts.filter(isLong).flatMap((text) => [text, ...escaped(text)]);
	if (isLong(whole))
		for (const text of new Set([secret, `${secret}\n`, whole])) forms.push(...encoded(Buffer.from(text, "utf8")));
	return [...new Set(forms)].filter(isLong);
}

const isLong = (text: string) => Buffer.byteLength(text) >= shortestHidden;

function escaped(text: string): string[] {
	const json = JSON.stringify(text).slice(1, -1);
	const percent = encodeURIComponent(text);
	// RFC 3986 wants these five escaped as well.
	const strict = percent.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
	return [
		json,
		json.replaceAll("/", "\\/"),
		json.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`),
		...[percent, strict].flatMap((form) => [form, form.replaceAll("%20", "+"), form.replace(/%../g, lowerCase)]),
		...forShells(text),
		text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
		text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
	];
}

const lowerCase = (text: string) => text.toLowerCase();

/** As `set -x`, `export -p` and `printf %q` print it. */
function forShells(text: string): string[] {
	return [
		text.replaceAll("'", `'\\''`),
		text.replaceAll("'", `'"'"'`),
		text.replace(/[\\"$`]/g, "\\$&"),
		text.replace(/[^A-Za-z0-9_%+,./:=@-]/g, "\\$&"),
		text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n"),
	];
}

function encoded(bytes: Buffer): string[] {
	const hex = bytes.toString("hex");
	const plain = bytes.toString("base64");
	const inside = [0, 1, 2].map((before) => base64Inside(bytes, before));
	const forms = [plain.replace(/=+$/, ""), ...inside];
	const pieces = columns.flatMap((width) => piecesOf(plain.replace(/=+$/, ""), width));
	return [...forms, ...forms.map(urlSafe), ...pieces, hex, hex.toUpperCase()];
}

/** What of the Base64 of a longer text does not depend on what is around: with so many bytes (mod 3) before. */
function base64Inside(bytes: Buffer, before: number): string {
	const all = Buffer.concat([Buffer.alloc(before), bytes]);
	const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((all.length * 8) / 6)];
	return all.toString("base64").slice(from, to);
}

function urlSafe(base64: string): string {
	return base64.replaceAll("+", "-").replaceAll("/", "_");
}

function piecesOf(text: string, width: number): string[] {
	if (text.length <= width) return [];
	const pieces = Array.from({ length: Math.ceil(text.length / width) }, (_, i) =>
		text.slice(i * width, (i + 1) * width),
	);
	return pieces.filter((piece) => piece.length >= shortestPiece);
}
