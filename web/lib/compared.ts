import type { Step } from "#http/contract/builds.ts";
import { duration } from "#http/contract/words.ts";

/** Less than so much, or less than such a part of what it took before, is no difference. */
const [leastMs, leastShare] = [2_000, 0.1];

interface Span {
	readonly started_at: string | null;
	readonly finished_at: string | null;
}

/** How long it took; undefined while it runs, and where it never did. */
export function lastedMs({ started_at: from, finished_at: to }: Span): number | undefined {
	return from === null || to === null ? undefined : Date.parse(to) - Date.parse(from);
}

/** `+2 m 10 s` or `−5.0 s`: how much longer than before; undefined where it took about as long, or nobody knows. */
export function difference(own: Span, before: Span | undefined): string | undefined {
	const [now, then] = [lastedMs(own), before && lastedMs(before)];
	if (now === undefined || then === undefined) return undefined;
	const by = now - then;
	if (Math.abs(by) < Math.max(leastMs, then * leastShare)) return undefined;
	return `${by > 0 ? "+" : "−"}${duration(Math.abs(by))}`;
}

/** The step of another build that is the same one: by its name, and of several by their order. */
export function sameStep(steps: readonly Step[], its: Step, ofThese: readonly Step[]): Step | undefined {
	const nth = ofThese.filter(({ name, step_index: at }) => name === its.name && at < its.step_index).length;
	return steps.filter(({ name, status }) => name === its.name && status === "success")[nth];
}
