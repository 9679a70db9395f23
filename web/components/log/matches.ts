import { createSignal } from "solid-js";
import type { LogMatches } from "#http/contract/logs.ts";
import type { LogSource } from "./log-source.ts";

/** Lines of one fault stand so close together. */
const sameFaultLines = 12;

/** Lines of a log that were looked for, and which of them is shown. */
export interface Matches {
	/** What was searched for; empty where it was errors, or nothing. */
	readonly wanted: () => string;
	/** Of the first 5,000. */
	readonly lines: () => readonly number[];
	/** As a person is told; empty where nothing was looked for. */
	readonly words: () => string;
	search(text: string): Promise<void>;
	step(by: 1 | -1): void;
	nextError(by: 1 | -1): Promise<void>;
	/** Show where the last of what went wrong begins. */
	lastErrors(): Promise<void>;
}

export function makeMatches(source: LogSource, reveal: (line: number) => void): Matches {
	const [wanted, setWanted] = createSignal("");
	const [found, setFound] = createSignal<LogMatches>();
	const [at, setAt] = createSignal(0);
	let areErrors = false;
	let newest = 0;
	const showAt = (index: number) => {
		setAt(index);
		const line = found()?.lines[index];
		if (line !== undefined) reveal(line);
	};
	const step = (by: 1 | -1) => {
		const count = found()?.lines.length ?? 0;
		if (count > 0) showAt((at() + by + count) % count);
	};
	/** Answers arrive in any order: the newest question's counts. */
	const look = async (query: Parameters<LogSource["search"]>[0]) => {
		const own = ++newest;
		const matches = await source.search(query);
		return own === newest ? matches : undefined;
	};
	const findErrors = async (): Promise<LogMatches | undefined> => {
		const matches = await look({ errors: 1 });
		if (!matches) return undefined;
		areErrors = true;
		setWanted("");
		setFound(matches);
		return matches;
	};
	return {
		wanted,
		lines: () => found()?.lines ?? [],
		words() {
			const its = found();
			if (!its) return "";
			const what = areErrors ? ["error", "errors"] : ["line", "lines"];
			if (its.count === 0) return `no ${what[0]}`;
			return `${at() + 1} of ${its.count.toLocaleString("en")} ${what[its.count === 1 ? 0 : 1]}`;
		},
		async search(text) {
			areErrors = false;
			if (text === "") {
				newest++;
				setWanted("");
				setFound(undefined);
				return;
			}
			const matches = await look({ q: text });
			if (!matches) return;
			setWanted(text);
			setFound(matches);
			showAt(0);
		},
		step,
		async nextError(by) {
			if (areErrors && found() && !source.open()) return step(by);
			const from = areErrors ? (found()?.lines[at()] ?? -1) : -1;
			const lines = (await findErrors())?.lines ?? [];
			const next = by > 0 ? lines.findIndex((line) => line > from) : lines.findLastIndex((line) => line < from);
			showAt(next < 0 && by < 0 ? lines.length - 1 : Math.max(0, next));
		},
		async lastErrors() {
			const matches = await findErrors();
			const lines = matches?.lines ?? [];
			let index = lines.length - 1;
			while (index > 0 && (lines[index] as number) - (lines[index - 1] as number) <= sameFaultLines) index--;
			if (index >= 0) showAt(index);
			else if (matches) reveal(Math.max(0, source.count() - 1));
		},
	};
}
