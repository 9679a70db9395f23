import type { ChangeEvent, LogEvent } from "#http/contract/events.ts";
import type { Message } from "./live.ts";

/** The one connection of a browser, in the tab that leads. */
export interface Stream {
	/** Follow a log from a byte on. Opens the connection anew, at the same place of everything else. */
	watch(log: string, from: number): void;
	unwatch(log: string): void;
}

const kinds = ["build", "step", "webhook", "repository", "queue", "janitor"];
const reopenMs = 15;
const retryMs = 1_000;

export function makeStream(after: number, tell: (message: Message) => void): Stream {
	let lastId = after;
	let source: EventSource | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	/** Where each log is to go on. */
	const logs = new Map<string, number>();

	const later = (ms: number) => {
		clearTimeout(timer);
		timer = setTimeout(open, ms);
	};
	const open = () => {
		source?.close();
		const query = new URLSearchParams(lastId > 0 ? { after: String(lastId) } : {});
		for (const [log, from] of logs) query.append("log", `${log}:${from}`);
		const opened = new EventSource(`/api/events?${query}`);
		source = opened;
		const on = (name: string, act: (data: string, id: number) => void) =>
			opened.addEventListener(name, (event: MessageEvent<string>) => act(event.data, Number(event.lastEventId)));
		opened.onopen = () => tell({ type: "state", connection: "live" });
		// The browser's own reconnect would ask for logs where they began.
		opened.onerror = () => {
			opened.close();
			tell({ type: "state", connection: "offline" });
			later(retryMs);
		};
		on("auth", () => location.reload());
		on("ready", (_data, id) => {
			lastId = id;
		});
		on("reset", (_data, id) => heard({ kind: "reset" }, id));
		for (const kind of kinds) on(kind, (data, id) => heard(JSON.parse(data) as ChangeEvent, id));
		on("log", (data) => log(JSON.parse(data) as LogEvent, false));
		on("log-end", (data) => log(JSON.parse(data) as LogEvent, true));
	};
	const heard = (change: ChangeEvent | { kind: "reset" }, id: number) => {
		lastId = id;
		tell({ type: "change", change, id });
	};
	const log = (event: LogEvent, ended: boolean) => {
		const key = `${event.build_id}:${event.step}:${event.stream}`;
		if (ended) logs.delete(key);
		// Somebody further back may wait for the connection that begins where they are: until then their place holds.
		else if ((logs.get(key) ?? event.from) >= event.from) logs.set(key, event.to);
		tell({ type: "log", news: { ...event, ended } });
	};
	open();
	return {
		watch(key, from) {
			// Somebody who is further back hears again what others know already; they leave it out by its place.
			logs.set(key, Math.min(from, logs.get(key) ?? from));
			later(reopenMs);
		},
		unwatch(key) {
			if (logs.delete(key)) later(reopenMs);
		},
	};
}
