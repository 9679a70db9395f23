import { buildById } from "#db/queries/builds.ts";
import type { Stream } from "#db/vocabulary.ts";
import type { JournalEntry } from "#runtime/index.ts";
import { isoTime, parsed } from "../as-json.ts";
import { allEventsQuery, type ChangeEvent, eventsQuery, type LogEvent } from "../contract/events.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import { followLog, type LogPart } from "../follow-log.ts";
import { notFound } from "../http-error.ts";
import { merge } from "../merge.ts";
import type { App } from "../server.ts";
import { type Frame, resumeFrom, type Sse } from "../sse.ts";

const tags = ["events"];

/** Commits as they happen; the id is the journal's, so a client that comes back misses nothing. */
export function eventRoutes(app: App, { ci }: Deps, sse: Sse): void {
	const { feed } = ci.kernel;
	app.get(
		patterns.events,
		{ schema: { tags, summary: "Everything that happens (SSE)", querystring: allEventsQuery } },
		async (request, reply) => {
			const after = resumeFrom(request, request.query.after) ?? feed.last;
			const { log } = request.query;
			return sse.open(request, reply, (signal) =>
				merge([frames(after, undefined, signal), ...log.map((one) => logFrames(one, signal))]),
			);
		},
	);
	app.get(
		patterns.buildEvents,
		{ schema: { tags, summary: "What happens to one build (SSE)", params: idParams, querystring: eventsQuery } },
		async (request, reply) => {
			const { id } = request.params;
			if (!buildById(ci.outside.db, id)) throw notFound("build");
			const after = resumeFrom(request, request.query.after) ?? feed.last;
			return sse.open(request, reply, (signal) => frames(after, [`builds/${id}`], signal));
		},
	);

	/** One log among all that happens; a build that is not there ends at once. */
	async function* logFrames(followed: string, signal: AbortSignal): AsyncGenerator<Frame> {
		const [buildId = "", step, stream, begin] = followed.split(":");
		const position = { buildId, step: Number(step), stream: stream as Stream, from: Number(begin) };
		const about = { build_id: buildId, step: position.step, stream: position.stream };
		let from = position.from;
		for await (const { id, event, data } of followLog(ci, position, signal)) {
			const to = Number(id ?? from);
			const text = event === "log" ? (data as LogPart) : { content: "", times: [] };
			yield { event: event === "log" ? "log" : "log-end", data: { ...about, from, to, ...text } satisfies LogEvent };
			from = to;
		}
	}

	async function* frames(after: number, within: string[] | undefined, signal: AbortSignal): AsyncGenerator<Frame> {
		// What the reader saw last is no longer kept, or is of another database: it must look at everything anew.
		const outside = after > feed.last || after < feed.lost;
		if (outside) yield { id: feed.last, event: "reset", data: { last: feed.last } };
		// So that even a client that has heard nothing yet knows where it is.
		else yield { id: after, event: "ready", data: { last: after } };
		const query = { after: outside ? feed.last : after, signal, ...(within && { within }) };
		for await (const entries of feed.read(query)) for (const entry of entries) yield frameOf(entry);
	}
}

function frameOf(entry: JournalEntry): Frame {
	const data: ChangeEvent = {
		address: entry.address,
		kind: entry.kind,
		event: entry.event,
		state: parsed(entry.state),
		at: isoTime(entry.at),
	};
	return { id: entry.id, event: entry.kind, data };
}
