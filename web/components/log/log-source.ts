import { createSignal, onCleanup } from "solid-js";
import type { LogContent, LogMatches } from "#http/contract/logs.ts";
import { paths } from "#http/contract/paths.ts";
import { get } from "../../lib/api.ts";
import { followLog, type LogNews, logKey } from "../../state/live.ts";

/** Lines fetched at a time. */
const chunkLines = 500;
/** Chunks kept; those looked at longest ago go first. */
const mostChunks = 60;
/** The end of a log is read with at most so many lines. */
const endLines = 20_000;

export interface LogPlace {
	readonly build: string;
	readonly step: number;
	readonly stream: "stdout" | "stderr";
}

/** A log of any length: its lines by number, fetched as they are looked at, and growing at its end while the step runs. */
export interface LogSource {
	/** Of the whole log. */
	readonly count: () => number;
	/** Undefined while it is on its way. Tracks: read it where it is shown. */
	line(at: number): string | undefined;
	/** See that these are there soon. */
	want(from: number, to: number): void;
	search(text: string): Promise<LogMatches | undefined>;
	/** Why there is nothing to show. */
	readonly fault: () => string | undefined;
	/** More is expected. */
	readonly open: () => boolean;
}

export function makeLogSource({ build, step, stream }: LogPlace, isRunning: () => boolean): LogSource {
	const [count, setCount] = createSignal(0);
	const [version, setVersion] = createSignal(0);
	const [fault, setFault] = createSignal<string>();
	const [open, setOpen] = createSignal(false);
	const chunks = new Map<number, string[]>();
	const asked = new Set<number>();
	/** Where the stream goes on, and the last line while nothing has ended it. */
	let offset = 0;
	let endsOpen = false;
	let begun = false;
	let stop = () => {};
	onCleanup(() => stop());

	const keep = (from: number, content: string) => {
		const lines = linesOf(content);
		for (const [i, line] of lines.entries()) put(from + i, line);
	};
	const put = (at: number, line: string) => {
		const index = Math.floor(at / chunkLines);
		const chunk = chunks.get(index) ?? [];
		chunk[at % chunkLines] = line;
		chunks.delete(index);
		chunks.set(index, chunk);
		const oldest = chunks.keys().next();
		if (chunks.size > mostChunks && !oldest.done) {
			chunks.delete(oldest.value);
			asked.delete(oldest.value);
		}
	};
	const read = async (from: number, limit: number): Promise<LogContent | undefined> => {
		const answer = await get<LogContent>(paths.logContent(build, { step, stream, offset: from, limit }));
		if (answer.ok) return answer.data;
		setFault(answer.detail);
		return undefined;
	};
	const fetchChunk = async (index: number) => {
		if (asked.has(index)) return;
		asked.add(index);
		const got = await read(index * chunkLines, chunkLines);
		if (!got) return;
		keep(index * chunkLines, got.content);
		setCount((known) => Math.max(known, got.line_count));
		setVersion((n) => n + 1);
	};
	/** The end first: it is what people want, and where a stream goes on without a gap. */
	const begin = async () => {
		const first = await read(0, 1);
		if (!first) return;
		const from = Math.max(0, Math.floor((first.line_count - 1) / chunkLines) * chunkLines);
		const end = await read(from, endLines);
		if (!end) return;
		keep(from, end.content);
		for (let at = from; at < end.line_count; at += chunkLines) asked.add(Math.floor(at / chunkLines));
		offset = end.next_offset;
		endsOpen = end.content !== "" && !end.content.endsWith("\n");
		begun = true;
		setCount(end.line_count);
		setVersion((n) => n + 1);
		if (isRunning()) follow();
	};
	const follow = () => {
		setOpen(true);
		stop = followLog(logKey({ build_id: build, step, stream }), () => offset, hear);
	};
	const hear = ({ from, to, content, ended }: LogNews) => {
		// Of a connection that began further on than ours: the next one begins where we are.
		if (from > offset) return;
		const bytes = new TextEncoder().encode(content);
		const fresh = from < offset ? new TextDecoder().decode(bytes.subarray(offset - from)) : content;
		if (to > offset) {
			offset = to;
			append(fresh);
		}
		if (!ended) return;
		stop();
		setOpen(false);
	};
	const append = (text: string) => {
		let at = count();
		for (const line of linesOf(text)) {
			if (endsOpen) put(at - 1, (chunks.get(Math.floor((at - 1) / chunkLines))?.[(at - 1) % chunkLines] ?? "") + line);
			else {
				asked.add(Math.floor(at / chunkLines));
				put(at++, line);
			}
			endsOpen = !line.endsWith("\n");
		}
		setCount(at);
		setVersion((n) => n + 1);
	};
	void begin();
	return {
		count,
		fault,
		open,
		line(at) {
			version();
			return chunks.get(Math.floor(at / chunkLines))?.[at % chunkLines];
		},
		want(from, to) {
			// Whoever looks for the end must find it with the first count.
			if (!begun) return;
			for (let index = Math.floor(from / chunkLines); index <= Math.floor(to / chunkLines); index++)
				void fetchChunk(index);
		},
		async search(text) {
			const answer = await get<LogMatches>(paths.logSearch(build, { step, stream, q: text }));
			return answer.ok ? answer.data : undefined;
		},
	};
}

/** Each with its newline, the last perhaps without. */
function linesOf(text: string): string[] {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
