/** A stretch of a log line in one look. Always shown as text: nothing of a log is ever markup. */
export interface Span {
	readonly text: string;
	/** Classes: `bold`, `dim`, `italic`, `underline`, `fg-1`, `bg-4`, … */
	readonly look: string;
	/** Colours that no class has: `rgb(1 2 3)`. */
	readonly color?: string;
	readonly background?: string;
}

interface Look {
	readonly classes: ReadonlySet<string>;
	readonly fg?: string;
	readonly bg?: string;
}

const plain: Look = { classes: new Set() };
const style: Readonly<Record<number, string>> = {
	1: "bold",
	2: "dim",
	3: "italic",
	4: "underline",
	7: "inverse",
	9: "strike",
};
const ends: Readonly<Record<number, readonly string[]>> = {
	22: ["bold", "dim"],
	23: ["italic"],
	24: ["underline"],
	27: ["inverse"],
	29: ["strike"],
};
/** CSI, OSC with its end, and the short escapes (ECMA-48): all but colours is left out. */
const escapes =
	/\u001b\[([0-9;:?]*)([ -/]*[@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[PX^_][^\u001b]*(?:\u001b\\)?|\u001b[ -/]*[0-~]?|[\u0080-\u009f]/g;
const control = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f]/g;

/**
 * A line as a terminal would leave it: what stands behind the last carriage return, in its colours. A progress bar that
 * draws itself a thousand times is one line.
 */
export function spansOf(line: string): Span[] {
	const shown = lastDrawn(line);
	const spans: Span[] = [];
	let look = plain;
	let from = 0;
	const add = (to: number) => {
		const text = shown.slice(from, to).replace(control, "");
		if (text !== "") spans.push(asSpan(text, look));
	};
	for (const match of shown.matchAll(escapes)) {
		add(match.index);
		from = match.index + match[0].length;
		if (match[2] === "m") look = withCodes(look, match[1] ?? "");
	}
	add(shown.length);
	return spans;
}

/** The same without its looks, for searching and copying. */
export function plainText(line: string): string {
	return lastDrawn(line).replace(escapes, "").replace(control, "");
}

function lastDrawn(line: string): string {
	const text = line.replace(/[\r\n]+$/, "");
	return text.slice(text.lastIndexOf("\r") + 1);
}

function asSpan(text: string, { classes, fg, bg }: Look): Span {
	const named = (colour: string | undefined, kind: string) =>
		colour?.startsWith("rgb") === false ? [`${kind}-${colour}`] : [];
	const look = [...classes, ...named(fg, "fg"), ...named(bg, "bg")].join(" ");
	return {
		text,
		look,
		...(fg?.startsWith("rgb") && { color: fg }),
		...(bg?.startsWith("rgb") && { background: bg }),
	};
}

function withCodes(look: Look, given: string): Look {
	const codes = given === "" ? [0] : given.split(/[;:]/).map(Number);
	let now = look;
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at] as number;
		if (code === 38 || code === 48) {
			const [colour, used] = extended(codes, at);
			now = colour === undefined ? now : { ...now, [code === 38 ? "fg" : "bg"]: colour };
			at += used;
		} else now = withCode(now, code);
	}
	return now;
}

function withCode(look: Look, code: number): Look {
	const { fg: _fg, ...noFg } = look;
	const { bg: _bg, ...noBg } = look;
	if (code === 0) return plain;
	if (style[code]) return { ...look, classes: new Set([...look.classes, style[code]]) };
	if (ends[code]) return { ...look, classes: new Set([...look.classes].filter((each) => !ends[code]?.includes(each))) };
	if (code >= 30 && code <= 37) return { ...look, fg: String(code - 30) };
	if (code >= 90 && code <= 97) return { ...look, fg: String(code - 82) };
	if (code === 39) return noFg;
	if (code >= 40 && code <= 47) return { ...look, bg: String(code - 40) };
	if (code >= 100 && code <= 107) return { ...look, bg: String(code - 92) };
	return code === 49 ? noBg : look;
}

/** `5;n` of 256 colours, or `2;r;g;b`; answers the colour and how many codes it took. */
function extended(codes: readonly number[], at: number): [colour: string | undefined, used: number] {
	const byte = (n: number | undefined) => Math.max(0, Math.min(255, n ?? 0));
	if (codes[at + 1] === 5) {
		const n = byte(codes[at + 2]);
		if (n < 16) return [String(n), 2];
		if (n >= 232)
			return [
				`rgb(${Array(3)
					.fill((n - 232) * 10 + 8)
					.join(" ")})`,
				2,
			];
		const part = (value: number) => (value === 0 ? 0 : value * 40 + 55);
		const cube = n - 16;
		return [`rgb(${[Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(part).join(" ")})`, 2];
	}
	if (codes[at + 1] === 2) return [`rgb(${[2, 3, 4].map((i) => byte(codes[at + i])).join(" ")})`, 4];
	return [undefined, 0];
}
