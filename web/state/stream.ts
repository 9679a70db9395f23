import { actorKinds } from "#http/contract/actor-kinds.ts";
import type { ChangeEvent, LogEvent } from "#http/contract/events.ts";
import { paths } from "#http/contract/paths.ts";
import { logKey, type Message } from "./messages.ts";

/** The one connection of a browser, in the tab that leads. */
export interface Stream {
	/** Follow a log from a byte on. Opens the connection anew, at the same place of everything else. */
	watch(log: string, from: number): void;
	unwatch(log: string): void;
	/** The machine may have slept, or the network been another: look whether the connection still lives. */
	check(): void;
	/** The machine has no network: look whether the server is away. */
	lost(): void;
}

/** What a stream needs of a browser. */
export interface Connecting {
	connect(url: string): EventSource;
	/** What the server says to a plain question, when it does not open the stream: its status, 0 for no answer. */
	ask(): Promise<number>;
	/** The login has ended. */
	leave(): void;
}

const reopenMs = 15;
const retryMs = { first: 1_000, most: 15_000 } as const;
/** The server says that it is there every 15 s. */
const silenceMs = 45_000;
/** Logs that the server gives on one stream. */
const mostLogs = 20;

export function makeStream(after: number, tell: (message: Message) => void, browser: Connecting): Stream {
	let lastId = after;
	let source: EventSource | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let silence: ReturnType<typeof setTimeout> | undefined;
	let failures = 0;
	let isLost = false;
	let heardAt = Date.now();
	/** Where each log is to go on; those wanted last are at the end. */
	const logs = new Map<string, number>();

	const later = (ms: number) => {
		clearTimeout(timer);
		timer = setTimeout(open, ms);
	};
	const tellLive = () => {
		isLost = false;
		tell({ type: "state", connection: "live" });
	};
	const heardSomething = () => {
		listen();
		if (isLost) tellLive();
	};
	const listen = () => {
		heardAt = Date.now();
		clearTimeout(silence);
		silence = setTimeout(open, silenceMs);
	};
	const open = () => {
		clearTimeout(timer);
		source?.close();
		const query = new URLSearchParams(lastId > 0 ? { after: String(lastId) } : {});
		for (const [log, from] of [...logs].slice(-mostLogs)) query.append("log", `${log}:${from}`);
		const opened = browser.connect(`${paths.events()}?${query}`);
		source = opened;
		listen();
		const on = (name: string, act: (data: string, id: number) => void) =>
			opened.addEventListener(name, (event: Event) => {
				heardSomething();
				const { data, lastEventId } = event as Event & { data: string; lastEventId: string };
				act(data, Number(lastEventId));
			});
		opened.onopen = () => {
			failures = 0;
			tellLive();
		};
		// The browser's own reconnect would ask for logs where they began.
		opened.onerror = () => {
			opened.close();
			void failed(opened);
		};
		on("beat", () => undefined);
		on("auth", () => browser.leave());
		on("ready", (_data, id) => heard(undefined, id));
		on("reset", (_data, id) => heard({ kind: "reset" }, id));
		for (const kind of actorKinds) on(kind, (data, id) => heard(JSON.parse(data) as ChangeEvent, id));
		on("log", (data) => log(JSON.parse(data) as LogEvent, false));
		on("log-end", (data) => log(JSON.parse(data) as LogEvent, true));
	};
	/** An `EventSource` does not say why it failed: a refusal is no broken line, and asking again would not help. */
	const failed = async (which: EventSource) => {
		tell({ type: "state", connection: "offline" });
		const status = await browser.ask();
		if (status === 401) browser.leave();
		// Somebody wanted a log meanwhile, and it was opened anew.
		else if (source === which)
			later(Math.min(retryMs.most, retryMs.first * 2 ** failures++) * (0.75 + Math.random() / 4));
	};
	const heard = (change: ChangeEvent | { kind: "reset" } | undefined, id: number) => {
		lastId = id;
		tell({ type: "change", change, id });
	};
	const log = (event: LogEvent, ended: boolean) => {
		const key = logKey(event);
		const place = logs.get(key);
		// Nobody wants it any more: the connection without it is on its way.
		if (place === undefined) return;
		// Somebody further back may wait for the connection that begins where they are: until then their place holds.
		if (place >= event.from) {
			if (ended) logs.delete(key);
			else logs.set(key, event.to);
		}
		tell({ type: "log", news: { ...event, ended } });
	};
	open();
	return {
		watch(key, from) {
			// Somebody who is further back hears again what others know already; they leave it out by its place.
			const place = Math.min(from, logs.get(key) ?? from);
			logs.delete(key);
			logs.set(key, place);
			later(reopenMs);
		},
		unwatch(key) {
			if (logs.delete(key)) later(reopenMs);
		},
		check() {
			if (isLost || Date.now() - heardAt > silenceMs / 2) open();
		},
		lost() {
			// A server on the same machine is there without a network.
			void browser.ask().then((status) => {
				if (status !== 0) return;
				isLost = true;
				tell({ type: "state", connection: "offline" });
			});
		},
	};
}
