import type { ChangeEvent, LogEvent } from "#http/contract/events.ts";

export type Change = ChangeEvent | { readonly kind: "reset" };
export type Connection = "connecting" | "live" | "offline";
export type LogNews = LogEvent & { readonly ended: boolean };

/** What the tabs of a browser tell each other. */
export type Message =
	/** Without a change: so far nothing has happened since `id`. */
	| { readonly type: "change"; readonly change: Change | undefined; readonly id: number }
	| { readonly type: "log"; readonly news: LogNews }
	| { readonly type: "state"; readonly connection: Connection }
	/** Wanted by a tab that only listens; `leader` asks every tab to say it again. */
	| { readonly type: "watch"; readonly log: string; readonly from: number }
	| { readonly type: "unwatch"; readonly log: string }
	| { readonly type: "hello" }
	| { readonly type: "leader" };

/** A log's name among them. */
export function logKey({ build_id, step, stream: of }: Pick<LogEvent, "build_id" | "step" | "stream">): string {
	return `${build_id}:${step}:${of}`;
}
