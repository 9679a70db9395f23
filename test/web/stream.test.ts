import { beforeEach, expect, test, vi } from "vitest";
import type { Message } from "../../web/state/messages.ts";
import { makeStream } from "../../web/state/stream.ts";

/** What the browser gives a page, as far as a stream uses it. */
class FakeSource {
	onopen = () => {};
	onerror = () => {};
	closed = false;
	readonly #listeners = new Map<string, (event: { data: string; lastEventId: string }) => void>();
	readonly url: string;
	constructor(url: string) {
		this.url = url;
	}
	addEventListener(name: string, listener: (event: { data: string; lastEventId: string }) => void) {
		this.#listeners.set(name, listener);
	}
	close() {
		this.closed = true;
	}
	says(name: string, data: unknown, id = 0) {
		this.#listeners.get(name)?.({ data: JSON.stringify(data), lastEventId: String(id) });
	}
}

let sources: FakeSource[];
let told: Message[];
let status: number;
let left: number;
const now = () => sources.at(-1) as FakeSource;
const asked = () => decodeURIComponent(now().url);
const logAt = (from: number, to: number) => ({
	build_id: "B",
	step: 0,
	stream: "stdout",
	from,
	to,
	content: "",
	times: [],
});
const start = (after = 0) =>
	makeStream(after, (message) => told.push(message), {
		connect: (url) => {
			const source = new FakeSource(url);
			sources.push(source);
			return source as unknown as EventSource;
		},
		ask: async () => status,
		leave: () => left++,
	});
beforeEach(() => {
	vi.useFakeTimers();
	sources = [];
	told = [];
	status = 0;
	left = 0;
	return () => vi.useRealTimers();
});

test("goes on after the last id, and each log where it is", () => {
	const stream = start(5);
	expect(asked()).toBe("/api/events?after=5");
	now().says("build", { kind: "build" }, 9);
	stream.watch("B:0:stdout", 100);
	vi.advanceTimersByTime(20);
	expect(asked()).toBe("/api/events?after=9&log=B:0:stdout:100");
	now().says("log", logAt(100, 150));
	stream.watch("C:1:stderr", 0);
	vi.advanceTimersByTime(20);
	expect(asked()).toBe("/api/events?after=9&log=B:0:stdout:150&log=C:1:stderr:0");
	expect(sources.filter(({ closed }) => !closed)).toHaveLength(1);
});

test("everybody learns where the stream stands, though nothing has happened yet", () => {
	start();
	now().says("ready", { last: 7 }, 7);
	expect(told).toContainEqual({ type: "change", change: undefined, id: 7 });
});

test("a log that nobody wants any more does not come back by a line that was on its way", () => {
	const stream = start(1);
	stream.watch("B:0:stdout", 10);
	vi.advanceTimersByTime(20);
	stream.unwatch("B:0:stdout");
	now().says("log", logAt(10, 20));
	vi.advanceTimersByTime(20);
	expect(asked()).toBe("/api/events?after=1");
	expect(told.filter(({ type }) => type === "log")).toEqual([]);
});

test("the end of a log is not its end for somebody who is further back", () => {
	const stream = start(1);
	stream.watch("B:0:stdout", 1_000);
	vi.advanceTimersByTime(20);
	const before = now();
	stream.watch("B:0:stdout", 500);
	before.says("log-end", logAt(1_000, 1_000));
	vi.advanceTimersByTime(20);
	expect(asked()).toBe("/api/events?after=1&log=B:0:stdout:500");
	now().says("log", logAt(500, 1_000));
	now().says("log-end", logAt(1_000, 1_000));
	stream.watch("C:0:stdout", 0);
	vi.advanceTimersByTime(20);
	expect(asked()).toBe("/api/events?after=1&log=C:0:stdout:0");
});

test("a line that breaks is joined again, later each time; a login that has ended is not", async () => {
	start(1);
	for (const [seconds, count] of [
		[1.1, 2],
		[2.1, 3],
		[4.1, 4],
	] as const) {
		now().onerror();
		await vi.advanceTimersByTimeAsync(seconds * 1_000);
		expect(sources).toHaveLength(count);
	}
	now().onopen();
	now().onerror();
	await vi.advanceTimersByTimeAsync(1_100);
	expect([sources.length, left]).toEqual([5, 0]);
	status = 401;
	now().onerror();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(left).toBe(1);
});

test("a connection that fell silent is opened anew, one that says that it is there is not", async () => {
	const stream = start(1);
	for (let n = 0; n < 10; n++) {
		await vi.advanceTimersByTimeAsync(15_000);
		now().says("beat", {});
		stream.check();
	}
	expect(sources).toHaveLength(1);
	await vi.advanceTimersByTimeAsync(46_000);
	expect([sources.length, sources[0]?.closed]).toEqual([2, true]);
	await vi.advanceTimersByTimeAsync(30_000);
	stream.check();
	expect(sources).toHaveLength(3);
});

test("of more logs than the server gives at once, those wanted last are followed", () => {
	const stream = start(1);
	for (let n = 0; n < 30; n++) stream.watch(`B:${n}:stdout`, 0);
	vi.advanceTimersByTime(20);
	expect(asked().match(/log=/g)).toHaveLength(20);
	expect(asked()).toContain("log=B:29:stdout:0");
	expect(asked()).not.toContain("log=B:9:stdout:0");
});

test("a machine that loses its network is offline only if the server is: one on the same machine is not", async () => {
	const stream = start();
	now().onopen();
	const states = () => told.flatMap((message) => (message.type === "state" ? [message.connection] : []));
	status = 200;
	stream.lost();
	await vi.advanceTimersByTimeAsync(1);
	expect(states()).toEqual(["live"]);
	status = 0;
	stream.lost();
	await vi.advanceTimersByTimeAsync(1);
	expect(states()).toEqual(["live", "offline"]);
	now().says("beat", {});
	expect(states()).toEqual(["live", "offline", "live"]);
	stream.lost();
	await vi.advanceTimersByTimeAsync(1);
	stream.check();
	expect(sources.length).toBe(2);
	now().onopen();
	expect(states().at(-1)).toBe("live");
});
