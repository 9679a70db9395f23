/** A line of two texts laid over each other; its numbers count from 1 and are absent on the side that lacks it. */
export interface DiffLine {
	readonly kind: "same" | "added" | "removed";
	readonly text: string;
	readonly before?: number;
	readonly after?: number;
}

/** Lines that are alike and not near a change, folded away. */
export interface Fold {
	readonly kind: "fold";
	readonly count: number;
}

/** With more differences than this the texts have nothing in common that anybody would want to see. */
const mostDifferences = 1_000;
/** Folding no more than these away would save nothing. */
const fewest = 2;

/** The shortest way from one text to the other, line by line (Myers). */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
	const a = linesOf(before);
	const b = linesOf(after);
	let head = 0;
	while (head < a.length && head < b.length && a[head] === b[head]) head++;
	let tail = 0;
	while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
	const middle = steps(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
	const kinds: DiffLine["kind"][] = [...same(head), ...middle, ...same(tail)];
	return numbered(kinds, a, b);
}

/** How many lines came and went. */
export function diffCount(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
	const many = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
	return { added: many("added"), removed: many("removed") };
}

/** Only what changed, and some lines around it. */
export function folded(lines: readonly DiffLine[], around = 3): readonly (DiffLine | Fold)[] {
	const shown = new Uint8Array(lines.length);
	lines.forEach(({ kind }, at) => {
		if (kind !== "same") shown.fill(1, Math.max(0, at - around), at + around + 1);
	});
	const out: (DiffLine | Fold)[] = [];
	for (let at = 0; at < lines.length; at++) {
		if (shown[at]) {
			out.push(lines[at] as DiffLine);
			continue;
		}
		const start = at;
		while (at + 1 < lines.length && !shown[at + 1]) at++;
		const count = at + 1 - start;
		if (count > fewest) out.push({ kind: "fold", count });
		else out.push(...lines.slice(start, at + 1));
	}
	return out;
}

/** A line end at the end begins no further line. */
function linesOf(text: string): string[] {
	if (text === "") return [];
	return text.replace(/\r\n/g, "\n").replace(/\n$/, "").split("\n");
}

function same(count: number): "same"[] {
	return new Array<"same">(count).fill("same");
}

function numbered(kinds: readonly DiffLine["kind"][], a: readonly string[], b: readonly string[]): DiffLine[] {
	let before = 0;
	let after = 0;
	return kinds.map((kind): DiffLine => {
		if (kind === "removed") return { kind, text: a[before++] ?? "", before };
		if (kind === "added") return { kind, text: b[after++] ?? "", after };
		return { kind, text: a[before++] ?? "", before, after: ++after };
	});
}

function steps(a: readonly string[], b: readonly string[]): DiffLine["kind"][] {
	const trace = furthest(a, b);
	if (trace) return wayBack(trace, a.length, b.length);
	return [...a.map(() => "removed" as const), ...b.map(() => "added" as const)];
}

/** For every number of differences, how far each diagonal gets; undefined where it would take too many. */
function furthest(a: readonly string[], b: readonly string[]): Int32Array[] | undefined {
	const trace: Int32Array[] = [];
	let reached = new Int32Array(3);
	for (let d = 0; d <= Math.min(a.length + b.length, mostDifferences); d++) {
		const next = new Int32Array(2 * d + 5);
		for (let k = -d; k <= d; k += 2) {
			let x = fromAbove(reached, k, d) ? at(reached, k + 1) : at(reached, k - 1) + 1;
			if (d === 0) x = 0;
			while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
			next[k + d + 2] = x;
			if (x >= a.length && x - k >= b.length) return [...trace, next];
		}
		trace.push(next);
		reached = next;
	}
	return undefined;
}

/** Diagonals are kept around the middle of their array. */
function at(reached: Int32Array, k: number): number {
	return reached[k + ((reached.length - 1) >> 1)] ?? 0;
}

function fromAbove(reached: Int32Array, k: number, d: number): boolean {
	return k === -d || (k !== d && at(reached, k - 1) < at(reached, k + 1));
}

function wayBack(trace: readonly Int32Array[], rows: number, columns: number): DiffLine["kind"][] {
	const way: DiffLine["kind"][] = [];
	let x = rows;
	let y = columns;
	for (let d = trace.length - 1; d > 0; d--) {
		const reached = trace[d - 1] as Int32Array;
		const k = x - y;
		const added = fromAbove(reached, k, d);
		const from = added ? at(reached, k + 1) : at(reached, k - 1);
		const start = added ? from : from + 1;
		for (; x > start; x--, y--) way.push("same");
		way.push(added ? "added" : "removed");
		x = from;
		y = from - (added ? k + 1 : k - 1);
	}
	for (; x > 0; x--) way.push("same");
	return way.reverse();
}
