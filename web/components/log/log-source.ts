import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { LogContent, LogMatches } from "#http/contract/logs.ts";
import { paths } from "#http/contract/paths.ts";
import { get } from "../../lib/api.ts";
import { chunkLines, LogLines } from "../../lib/log-lines.ts";
import { connection, followLog } from "../../state/live.ts";
import { type LogNews, logKey } from "../../state/messages.ts";

/** Of the end at least so many lines are read at once: what went wrong stands there. */
const endLines = 500;
/** The end grows while it is read: as many lines more are taken with it. */
const mostEndLines = 20_000;
/** What the server could not tell is asked for again after so long. */
const againMs = 3_000;
/** Who drags the scroll bar passes by much that is not worth asking for. */
const restMs = 60;

export interface LogPlace {
	readonly build: string;
	readonly step: number;
	readonly stream: "stdout" | "stderr";
}

export type LogQuery = { readonly q: string } | { readonly errors: 1 };

/** A log of any length: its lines by number, fetched as they are looked at, and growing at its end while the step runs. */
export interface LogSource {
	/** Of the whole log. */
	readonly count: () => number;
	/** Undefined while it is on its way. Tracks: read it where it is shown. */
	line(at: number): string | undefined;
	/** When it came, in ms since 1970. Tracks. */
	time(at: number): number | undefined;
	/** Changes whenever a line does. */
	readonly version: () => number;
	/** See that these are there soon. */
	want(from: number, to: number): void;
	search(query: LogQuery): Promise<LogMatches | undefined>;
	/** Why there is nothing to show. */
	readonly fault: () => string | undefined;
	/** The end was read. */
	readonly begun: () => boolean;
	/** More is expected. */
	readonly open: () => boolean;
}

export function makeLogSource({ build, step, stream }: LogPlace, isRunning: () => boolean): LogSource {
	const lines = new LogLines();
	const [version, setVersion] = createSignal(0);
	const [fault, setFault] = createSignal<string>();
	const [open, setOpen] = createSignal(false);
	const [begun, setBegun] = createSignal(false);
	const asking = new Set<number>();
	const gone = new AbortController();
	let wanted: readonly [from: number, to: number] = [0, 0];
	let timer: ReturnType<typeof setTimeout> | undefined;
	let again: ReturnType<typeof setTimeout> | undefined;
	/** Byte where the stream goes on. */
	let offset = 0;
	/** Bytes of the beginning that were gone when lines were counted. */
	let removed = 0;
	let unfollow = () => {};
	onCleanup(() => {
		gone.abort();
		clearTimeout(timer);
		clearTimeout(again);
		unfollow();
	});

	/** The lines, tracked. */
	const seen = () => {
		version();
		return lines;
	};
	const changed = () => setVersion((n) => n + 1);
	const read = async (from: number, limit: number): Promise<LogContent | undefined> => {
		const answer = await get<LogContent>(paths.logContent(build, { step, stream, offset: from, limit }));
		if (gone.signal.aborted) return undefined;
		setFault(answer.ok ? undefined : answer.detail);
		if (answer.ok) return answer.data;
		clearTimeout(again);
		if (answer.status >= 500) again = setTimeout(ask, againMs);
		return undefined;
	};
	const fetchChunk = async (index: number) => {
		if (asking.has(index)) return;
		asking.add(index);
		const got = await read(index * chunkLines, chunkLines);
		asking.delete(index);
		if (!got) return;
		// The log became longer than its limit: every line has another number now.
		if (got.removed_bytes !== removed) return begin();
		lines.keep(index * chunkLines, got, got.line_count);
		changed();
	};
	/** The end first: it is what people want, and where a stream goes on without a gap. */
	const begin = async () => {
		const wasRunning = isRunning();
		const first = await read(0, 1);
		if (!first) return;
		const from = Math.max(0, Math.floor((first.line_count - endLines) / chunkLines) * chunkLines);
		const end = await read(from, mostEndLines);
		if (!end) return;
		unfollow();
		// It may have begun or ended meanwhile: the stream tells the rest, and when it is the end.
		const mayGrow = wasRunning || isRunning();
		lines.begin(from, mayGrow ? Math.min(end.line_count, from + mostEndLines) : end.line_count, end);
		offset = end.next_offset;
		removed = end.removed_bytes;
		setBegun(true);
		changed();
		if (mayGrow) follow();
		else lines.close();
	};
	const follow = () => {
		setOpen(true);
		unfollow = followLog(logKey({ build_id: build, step, stream }), () => offset, hear);
	};
	const hear = ({ from, to, content, times, ended }: LogNews) => {
		// Of a connection that began further on than ours: the next one begins where we are.
		if (from > offset) return;
		if (to > offset) {
			lines.append(from < offset ? laterPart(content, offset - from) : { content, times });
			offset = to;
			changed();
		}
		if (!ended) return;
		unfollow();
		lines.close();
		setOpen(false);
	};
	const ask = () => {
		if (!begun()) void begin();
		else for (const index of lines.missing(...wanted)) void fetchChunk(index);
	};
	// What could not be read while the server was away is asked for again.
	createEffect(on(connection, (now) => now === "live" && fault() !== undefined && ask(), { defer: true }));
	void begin();
	return {
		fault,
		open,
		version,
		begun,
		count: () => seen().count,
		line: (at) => seen().line(at),
		time: (at) => seen().time(at),
		want(from, to) {
			wanted = [from, to];
			// Whoever looks for the end must find it with the first count.
			if (!begun() || lines.missing(from, to).length === 0) return;
			clearTimeout(timer);
			timer = setTimeout(ask, restMs);
		},
		async search(query) {
			const answer = await get<LogMatches>(paths.logSearch(build, { step, stream, ...query }));
			return answer.ok && !gone.signal.aborted ? answer.data : undefined;
		},
	};
}

/** A part without its first bytes, which others have brought: of its times only the last holds for sure. */
function laterPart(content: string, bytes: number): { content: string; times: [] } {
	const rest = new TextDecoder().decode(new TextEncoder().encode(content).subarray(bytes));
	return { content: rest, times: [] };
}
