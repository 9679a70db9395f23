import { createEffect, createSignal, on, onCleanup, onMount } from "solid-js";
import { barOf, drawnPx, moved, type Place } from "../../lib/scroll-map.ts";
import type { LogRows } from "./log-rows.ts";

export const rowPx = 20;
/** After so long without a move, the bar is put where it belongs. */
const restMs = 150;

export interface LogScroll {
	/** Lines at the box's top and bottom. Track. */
	firstSeen(): number;
	lastSeen(): number;
	/** px that the box's content is drawn long. */
	drawn(): number;
	/** Where in them a line begins. */
	placeOf(line: number): number;
	toEnd(): void;
	toMiddle(line: number): void;
	/** The bar has moved: to the end, or up, away from it? And was it moved from here? */
	scrolled(): { readonly atEnd: boolean; readonly up: boolean; readonly own: boolean };
}

/** What of a log is seen, and where its bar stands; of a log longer than a browser can draw, too. */
export function makeLogScroll(rows: LogRows, count: () => number, box: () => HTMLElement | undefined): LogScroll {
	const [place, setPlace] = createSignal<Place>({ bar: 0, top: 0 });
	const [view, setView] = createSignal(400);
	/** The line at the top, and how far into it: what stays when rows turn out to be more. */
	let anchor = { line: 0, within: 0 };
	let atEnd = false;
	let rest: ReturnType<typeof setTimeout> | undefined;
	const total = () => rows.total() * rowPx;
	const end = () => Math.max(0, total() - view());
	const see = (next: Place) => {
		const row = Math.floor(next.top / rowPx);
		const line = rows.lineAt(row);
		anchor = { line, within: next.top - rows.above(line) * rowPx };
		atEnd = next.top >= end() - rowPx;
		setPlace(next);
	};
	const go = (wanted: number) => {
		const top = Math.max(0, Math.min(wanted, end()));
		const bar = barOf(top, total());
		see({ bar, top });
		box()?.scrollTo({ top: bar });
	};
	const firstSeen = () => rows.lineAt(Math.floor(place().top / rowPx));
	const lastSeen = () => rows.lineAt(Math.ceil((place().top + view()) / rowPx));
	createEffect(() => rows.look(firstSeen(), lastSeen()));
	createEffect(
		on(rows.total, () => {
			const top = atEnd ? end() : rows.above(anchor.line) * rowPx + anchor.within;
			if (Math.abs(top - place().top) >= 1) queueMicrotask(() => go(top));
		}),
	);
	onMount(() => {
		const seen = new ResizeObserver(() => {
			setView(box()?.clientHeight ?? 400);
			if (atEnd) go(end());
		});
		const element = box();
		if (element) seen.observe(element);
		onCleanup(() => {
			seen.disconnect();
			clearTimeout(rest);
		});
	});
	return {
		firstSeen,
		lastSeen: () => Math.min(count() - 1, lastSeen()),
		drawn: () => drawnPx(total()),
		placeOf: (line) => place().bar + rows.above(line) * rowPx - place().top,
		toEnd: () => go(end()),
		toMiddle: (line) => go(rows.above(line) * rowPx - view() / 2),
		scrolled() {
			const element = box();
			if (!element) return { atEnd, up: false, own: true };
			const before = place();
			const own = Math.abs(element.scrollTop - before.bar) <= 1;
			// A box that has become larger says so later than its bar.
			setView(element.clientHeight);
			see(moved(place(), element.scrollTop, total(), view()));
			clearTimeout(rest);
			rest = setTimeout(() => {
				if (Math.abs(barOf(place().top, total()) - place().bar) > 1) go(place().top);
			}, restMs);
			return { atEnd, up: place().top < before.top, own };
		},
	};
}
