import { duration } from "#http/contract/words.ts";

/** Between two times of the wire; until now for what goes on, nothing for what has not begun. */
export function took(startedAt: string | null, finishedAt: string | null, now: number): string {
	if (startedAt === null) return "";
	return duration(Math.max(0, (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt)));
}

export function ago(time: string, now: number): string {
	const ms = now - Date.parse(time);
	return ms < 5_000 ? "just now" : `${duration(ms)} ago`;
}
