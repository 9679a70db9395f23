import { revalidate } from "@solidjs/router";
import { createStore } from "@xstate/store";
import { createSignal, onCleanup, onMount } from "solid-js";
import { isServer } from "solid-js/web";
import type { ChangeEvent, LogEvent } from "#http/contract/events.ts";
import { makeStream, type Stream } from "./stream.ts";

/*
 * What happens on the server, as it happens: one stream for the whole browser, because a browser has six connections
 * and people have ten tabs. The tab that holds the lock has the stream and tells the others; when it goes, another one
 * takes the lock and goes on after the last id that all of them know.
 */
export type Change = ChangeEvent | { readonly kind: "reset" };
export type Connection = "connecting" | "live" | "offline";
export type LogNews = LogEvent & { readonly ended: boolean };

/** What tabs tell each other. */
export type Message =
	| { readonly type: "change"; readonly change: Change; readonly id: number }
	| { readonly type: "log"; readonly news: LogNews }
	| { readonly type: "state"; readonly connection: Connection }
	/** Wanted by a tab that only listens; `leader` asks every tab to say it again. */
	| { readonly type: "watch"; readonly log: string; readonly from: number }
	| { readonly type: "unwatch"; readonly log: string }
	| { readonly type: "hello" }
	| { readonly type: "leader" };

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
/** Logs that this tab shows, and where each reader is. */
const readers = new Map<string, { readonly from: () => number; readonly hear: (news: LogNews) => void }>();
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
			for (const listener of listeners) listener(message.change);
			return;
		case "log":
			readers.get(logKey(message.news))?.hear(message.news);
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
			for (const [log, { from }] of readers) channel?.postMessage({ type: "watch", log, from: from() });
	}
}

/** One tab needs a log no more; whoever else does says so again. */
function leave(log: string): void {
	if (!stream) return;
	stream.unwatch(log);
	const own = readers.get(log);
	if (own) stream.watch(log, own.from());
	channel?.postMessage({ type: "leader" } satisfies Message);
}

/** Begin to listen; once a page. */
export function startLive(): void {
	if (isServer || channel) return;
	channel = new BroadcastChannel("oore-live");
	channel.onmessage = ({ data }: MessageEvent<Message>) => hear(data);
	const lead = () => {
		stream = makeStream(store.getSnapshot().context.lastId, tell);
		for (const [log, { from }] of readers) stream.watch(log, from());
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

export function logKey({ build_id, step, stream: of }: Pick<LogEvent, "build_id" | "step" | "stream">): string {
	return `${build_id}:${step}:${of}`;
}

/** Hear a log's bytes from a place on; answers how to stop. */
export function followLog(log: string, from: () => number, listener: (news: LogNews) => void): () => void {
	readers.set(log, { from, hear: listener });
	if (stream) stream.watch(log, from());
	else channel?.postMessage({ type: "watch", log, from: from() } satisfies Message);
	return () => {
		readers.delete(log);
		if (stream) leave(log);
		else channel?.postMessage({ type: "unwatch", log } satisfies Message);
	};
}
