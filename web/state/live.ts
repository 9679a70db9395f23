import { revalidate } from "@solidjs/router";
import { createStore } from "@xstate/store";
import { createSignal, onCleanup, onMount } from "solid-js";
import { isServer } from "solid-js/web";
import type { ChangeEvent } from "#http/contract/events.ts";
import { paths } from "#http/contract/paths.ts";
import { toLogin } from "../lib/api.ts";
import { type Change, type Connection, type LogNews, logKey, type Message } from "./messages.ts";
import { makeStream, type Stream } from "./stream.ts";

/*
 * What happens on the server, as it happens: one stream for the whole browser, because a browser has six connections
 * and people have ten tabs. The tab that holds the lock has the stream and tells the others; when it goes, another one
 * takes the lock and goes on after the last id that all of them know.
 */
const store = createStore({
	context: { connection: "connecting" as Connection, lastId: 0 },
	on: {
		connection: (context, { is }: { is: Connection }) => ({ ...context, connection: is }),
		heard: (context, { id }: { id: number }) => ({ ...context, lastId: Math.max(context.lastId, id) }),
	},
});

const [connection, setConnection] = createSignal<Connection>("connecting");
store.subscribe(({ context }) => {
	setConnection(context.connection);
	// For style sheets and tests.
	if (!isServer) document.documentElement.dataset["live"] = context.connection;
});

/** Whether the page knows of changes as they happen. */
export { connection };

const listeners = new Set<(change: Change) => void>();
interface Reader {
	readonly from: () => number;
	readonly hear: (news: LogNews) => void;
}
/** Who reads a log in this tab, and where each of them is. */
const readers = new Map<string, Set<Reader>>();
let channel: BroadcastChannel | undefined;
/** Only in the tab that leads. */
let stream: Stream | undefined;

function tell(message: Message): void {
	channel?.postMessage(message);
	hear(message);
}

function hear(message: Message): void {
	switch (message.type) {
		case "change":
			store.send({ type: "heard", id: message.id });
			if (message.change) for (const listener of listeners) listener(message.change);
			return;
		case "log":
			for (const reader of [...(readers.get(logKey(message.news)) ?? [])]) reader.hear(message.news);
			return;
		case "state": {
			const before = store.getSnapshot().context.connection;
			store.send({ type: "connection", is: message.connection });
			// What happened before the first word was heard, nobody told.
			if (message.connection === "live" && before !== "live")
				for (const listener of listeners) listener({ kind: "reset" });
			return;
		}
		case "watch":
			stream?.watch(message.log, message.from);
			return;
		case "unwatch":
			leave(message.log);
			return;
		case "hello":
			if (stream) channel?.postMessage({ type: "state", connection: store.getSnapshot().context.connection });
			return;
		case "leader":
			for (const log of readers.keys())
				channel?.postMessage({ type: "watch", log, from: placeIn(log) } satisfies Message);
	}
}

/** Where the one that is furthest back is. */
function placeIn(log: string): number {
	return Math.min(...[...(readers.get(log) ?? [])].map(({ from }) => from()));
}

/** One tab needs a log no more; whoever else does says so again. */
function leave(log: string): void {
	if (!stream) return;
	stream.unwatch(log);
	if (readers.has(log)) stream.watch(log, placeIn(log));
	channel?.postMessage({ type: "leader" } satisfies Message);
}

/** Begin to listen; once a page. */
export function startLive(): void {
	if (isServer || channel) return;
	channel = new BroadcastChannel("oore-live");
	channel.onmessage = ({ data }: MessageEvent<Message>) => hear(data);
	const lead = () => {
		stream = makeStream(store.getSnapshot().context.lastId, tell, {
			connect: (url) => new EventSource(url),
			ask: () =>
				fetch(paths.session()).then(
					({ status }) => status,
					() => 0,
				),
			leave: toLogin,
		});
		for (const log of readers.keys()) stream.watch(log, placeIn(log));
		channel?.postMessage({ type: "leader" } satisfies Message);
	};
	// Held until the tab goes.
	if ("locks" in navigator)
		void navigator.locks.request("oore-live", () => {
			lead();
			return new Promise(() => undefined);
		});
	else lead();
	channel.postMessage({ type: "hello" } satisfies Message);
	addEventListener("online", () => stream?.check());
	// A line that is cut is told by nothing else for a while; the stream says when it lives again.
	addEventListener("offline", () => stream?.lost());
	document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && stream?.check());
}

const settleMs = 120;

/** While a component is shown, ask for its data anew whenever something that concerns it has happened. */
export function keepFresh(keys: () => readonly string[], concerns: (change: ChangeEvent) => boolean): void {
	onMount(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const listener = (change: Change) => {
			if (change.kind !== "reset" && !concerns(change as ChangeEvent)) return;
			timer ??= setTimeout(() => {
				timer = undefined;
				void revalidate([...keys()]);
			}, settleMs);
		};
		listeners.add(listener);
		onCleanup(() => {
			listeners.delete(listener);
			clearTimeout(timer);
		});
	});
}

/** Hear a log's bytes from a place on; answers how to stop. */
export function followLog(log: string, from: () => number, listener: (news: LogNews) => void): () => void {
	const reader: Reader = { from, hear: listener };
	const own = readers.get(log) ?? new Set();
	readers.set(log, own.add(reader));
	if (stream) stream.watch(log, from());
	else channel?.postMessage({ type: "watch", log, from: from() } satisfies Message);
	return () => {
		own.delete(reader);
		if (own.size > 0 || readers.get(log) !== own) return;
		readers.delete(log);
		if (stream) leave(log);
		else channel?.postMessage({ type: "unwatch", log } satisfies Message);
	};
}
