/** What a log may do to a terminal: text, tabs, line ends, and colours. Nothing else a build printed reaches it. */
export interface Sanitizer {
	/** Clean the next piece; what could be the beginning of a sequence waits for the next one. */
	push(text: string): string;
	/** What still waits, cleaned. */
	end(): string;
}

const esc = "\u001b";
/** Colours: ESC [ digits ; digits m. */
const colour = /^\u001b\[[0-9;:]*m/;
/** Other CSI sequences, in their seven-bit and eight-bit forms. */
const csi = /^(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/;
/** OSC, DCS, SOS, PM, APC up to their terminator. */
const string = /^(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)/;
/** Other escapes of two or three characters. */
const short = /^\u001b(?:[ -/]+[0-~]|[0-OQ-WYZ`-~])/;
/** Longer than this, an unfinished sequence is no sequence. */
const longestSequence = 4_096;

export function makeSanitizer(): Sanitizer {
	let waiting = "";
	const clean = (text: string, isLast: boolean): string => {
		let rest = text;
		let out = "";
		while (rest !== "") {
			const at = rest.search(/[\u001b\u0080-\u009f]/);
			if (at < 0) {
				out += plain(rest);
				break;
			}
			out += plain(rest.slice(0, at));
			rest = rest.slice(at);
			const kept = colour.exec(rest)?.[0];
			const dropped =
				kept ?? string.exec(rest)?.[0] ?? csi.exec(rest)?.[0] ?? (isString(rest) ? undefined : short.exec(rest)?.[0]);
			if (dropped === undefined && !isLast && rest.length < longestSequence && mayGoOn(rest)) {
				waiting = rest;
				return out;
			}
			out += kept ?? "";
			rest = rest.slice(dropped?.length ?? 1);
		}
		return out;
	};
	return {
		push(text) {
			const all = waiting + text;
			waiting = "";
			return clean(all, false);
		},
		end() {
			const all = waiting;
			waiting = "";
			return clean(all, true);
		},
	};
}

function isString(text: string): boolean {
	return /^(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])/.test(text);
}

function mayGoOn(text: string): boolean {
	return (
		text === esc || isString(text) || /^(?:\u001b\[|\u009b)[0-?]*[ -/]*$/.test(text) || /^\u001b[ -/]*$/.test(text)
	);
}

/** A lone carriage return is how progress bars redraw: harmless, and wanted. */
function plain(text: string): string {
	return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/g, "");
}
