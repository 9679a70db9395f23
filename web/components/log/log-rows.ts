import { createEffect, createMemo, createSignal, onCleanup, onMount } from "solid-js";
import { plainText } from "../../lib/ansi.ts";
import { chunkLines } from "../../lib/log-lines.ts";
import { rowsOf, WrappedRows } from "../../lib/wrapped-rows.ts";
import { looks } from "../../state/log-looks.ts";
import { longestShown } from "./log-line.tsx";
import type { LogSource } from "./log-source.ts";

export interface LogRows {
	/** Rows above a line. Tracks. */
	above(line: number): number;
	/** The line that has a row. Tracks. */
	lineAt(row: number): number;
	/** Of all lines together. Tracks. */
	total(): number;
	/** Lines whose rows are counted once they are known. */
	look(from: number, to: number): void;
}

/** Where each line stands: one below the other, or as many rows as it takes where lines are wrapped. */
export function makeLogRows(source: LogSource, box: () => HTMLElement | undefined): LogRows {
	const wrapped = new WrappedRows();
	const [version, setVersion] = createSignal(0);
	const [looked, setLooked] = createSignal<readonly [from: number, to: number]>([0, 0]);
	const [width, setWidth] = createSignal(0);
	onMount(() => {
		const seen = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
		const element = box();
		if (element) seen.observe(element);
		onCleanup(() => seen.disconnect());
	});
	/** Characters that a row has; 0 where lines are not wrapped. */
	const columns = createMemo(() => {
		const element = box();
		return looks().wrap && element && width() > 0 ? columnsOf(element, width(), looks().times !== "off") : 0;
	});
	createEffect<number>((before) => {
		const now = columns();
		if (now !== before) wrapped.clear();
		if (now === 0) return now;
		source.version();
		const [from, to] = looked();
		let changed = now !== before;
		for (let chunk = Math.floor(from / chunkLines); chunk * chunkLines <= to; chunk++)
			changed = wrapped.set(chunk, rowsIn(source, chunk, now)) || changed;
		if (changed) setVersion((n) => n + 1);
		return now;
	}, 0);
	const isWrapped = () => {
		version();
		return columns() > 0;
	};
	return {
		above: (line) => (isWrapped() ? wrapped.above(line) : line),
		lineAt: (row) => (isWrapped() ? wrapped.lineAt(row, source.count()) : row),
		total: () => (isWrapped() ? wrapped.above(source.count()) : source.count()),
		look: (from, to) => {
			const [a, b] = looked();
			if (a !== from || b !== to) setLooked([from, to]);
		},
	};
}

function rowsIn(source: LogSource, chunk: number, columns: number): number[] {
	const lines = Math.min(chunkLines, source.count() - chunk * chunkLines);
	return Array.from({ length: Math.max(0, lines) }, (_, n) => {
		const text = source.line(chunk * chunkLines + n);
		return text === undefined ? 1 : rowsOf(plainText(text.slice(0, longestShown)), columns);
	});
}

/** As the style sheet draws them: what is left beside the number and the time, in characters of the same width. */
function columnsOf(box: HTMLElement, width: number, hasTimes: boolean): number {
	const probe = document.createElement("div");
	probe.className = "log-line log-probe";
	const part = (name: string, text: string) => {
		const element = document.createElement("span");
		element.className = name;
		element.textContent = text;
		probe.append(element);
		return element;
	};
	const number = part("log-number", "1");
	const time = hasTimes ? part("log-time", "") : undefined;
	const text = part("log-text", "0".repeat(100));
	box.append(probe);
	const padding = Number.parseFloat(getComputedStyle(text).paddingRight);
	const character = (text.getBoundingClientRect().width - padding) / 100;
	const beside = number.getBoundingClientRect().width + (time?.getBoundingClientRect().width ?? 0) + padding;
	probe.remove();
	return Math.max(20, Math.floor((width - beside) / character));
}
