/** A place in something long: what its scroll bar says, and what is seen at the top of the box. In px. */
export interface Place {
	readonly bar: number;
	readonly top: number;
}

/** Browsers can have so many px in a box, and a little more: Firefox 17.8 million, others 33. */
const mostPx = 8_000_000;
/** At either end the bar is as exact as if nothing were too long. */
const edgePx = 500_000;

/** How long the box's content may be drawn. */
export function drawnPx(total: number): number {
	return Math.min(total, mostPx);
}

/** What is seen where the bar stands. */
export function topOf(bar: number, total: number): number {
	if (total <= mostPx || bar <= edgePx) return bar;
	if (bar >= mostPx - edgePx) return total - (mostPx - bar);
	return edgePx + (bar - edgePx) * stretch(total);
}

/** Where the bar stands for what is to be seen. */
export function barOf(top: number, total: number): number {
	if (total <= mostPx || top <= edgePx) return top;
	if (top >= total - edgePx) return mostPx - (total - top);
	return edgePx + (top - edgePx) / stretch(total);
}

/**
 * Where one is once the bar has moved: a wheel goes as far as it turns, however long the whole is; a bar that is
 * dragged leads where it points.
 * @param view px that are seen at once
 */
export function moved(before: Place, bar: number, total: number, view: number): Place {
	const by = bar - before.bar;
	const dragged = Math.abs(by) > 2 * view || bar <= 0 || bar + view >= drawnPx(total);
	const top = total <= mostPx || dragged ? topOf(bar, total) : before.top + by;
	return { bar, top: Math.max(0, Math.min(top, Math.max(0, total - view))) };
}

function stretch(total: number): number {
	return (total - 2 * edgePx) / (mostPx - 2 * edgePx);
}
