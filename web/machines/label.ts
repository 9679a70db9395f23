import { type ChartEdge, clockWidth, hangingIndent, lineHeight } from "./chart-layout.ts";

/** Characters that a label's line may have before its guard or actions go to a line of their own. */
const lineLength = 36;

/** An event type as a label has it: `done` and `failed` are of what the state invokes. */
export function eventInWords(event: string, delay: string | null, invokes: readonly { readonly id: string }[]): string {
	if (delay !== null) return `after ${/^\d+$/.test(delay) ? `${delay} ms` : delay}`;
	const [, how, what, id] = /^xstate\.(done|error)\.(actor|state)\.(.+)$/.exec(event) ?? [];
	if (how === undefined) return event;
	const word = how === "done" ? "done" : "failed";
	if (id === "*") return `child ${word}`;
	const isOnly = what === "state" || (invokes.length === 1 && invokes[0]?.id === id);
	return isOnly ? word : `${id} ${word}`;
}

/** The parts of a label, on as few lines as are not too long. */
export function wrapped(parts: readonly string[]): string {
	const lines: string[] = [];
	for (const part of parts.filter((each) => each !== "")) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + part.length <= lineLength) lines[lines.length - 1] = `${last} ${part}`;
		else lines.push(part);
	}
	return lines.join("\n");
}

/** Names of states are in bold sans-serif of 13 px, whose letters differ: the widest usual font's average and a bit. */
export function nameWidth(text: string): number {
	return text.length * 8.6;
}

/** Labels are in monospace of 12 px: 0.6 em a letter, in whichever font. */
export function textWidth(text: string): number {
	return text.length * 7.25;
}

export function labelSize({ label, delay, internal }: Pick<ChartEdge, "label" | "delay" | "internal">): {
	width: number;
	height: number;
} {
	const lines = label.split("\n");
	const widths = lines.map((line, index) => textWidth(line) + (internal && index > 0 ? hangingIndent : 0));
	return {
		width: Math.max(...widths) + (delay === null ? 0 : clockWidth),
		height: lines.length * lineHeight,
	};
}
