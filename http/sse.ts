import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { HttpError } from "./http-error.ts";

/** One event of a stream. */
export interface Frame {
	readonly id?: string | number;
	readonly event: string;
	readonly data: unknown;
}

const retryMs = 2_000;
const heartbeatMs = 15_000;

/** Opens streams of server-sent events, so many an address. */
export interface Sse {
	/**
	 * Answer with a stream of frames. It ends when they do, when the client goes, or when the server closes. A client
	 * that stops reading makes its source wait: nothing is piled up for it.
	 */
	open(
		request: FastifyRequest,
		reply: FastifyReply,
		source: (signal: AbortSignal) => AsyncIterable<Frame>,
	): FastifyReply;
	/** End every stream. */
	close(): void;
}

export function makeSse(mostPerAddress: number, isOpen: (session: string) => boolean): Sse {
	const open = new Map<string, Set<AbortController>>();
	return {
		open(request, reply, source) {
			const address = request.socket.remoteAddress ?? "";
			const streams = open.get(address) ?? new Set();
			if (streams.size >= mostPerAddress) {
				throw new HttpError(429, "too_many_streams", `This address has ${mostPerAddress} streams open already.`, {
					retryAfter: 5,
				});
			}
			const controller = new AbortController();
			open.set(address, streams.add(controller));
			reply.raw.once("close", () => {
				controller.abort();
				streams.delete(controller);
				if (streams.size === 0) open.delete(address);
			});
			const allowed = () => request.session === undefined || isOpen(request.session.id);
			const text = Readable.from(framesAsText(source(controller.signal), controller.signal, allowed), {
				objectMode: false,
				highWaterMark: 64 * 1024,
			});
			return reply
				.headers({ "cache-control": "no-cache, no-transform", "x-accel-buffering": "no" })
				.type("text/event-stream; charset=utf-8")
				.send(text);
		},
		close() {
			for (const streams of open.values()) for (const controller of streams) controller.abort();
		},
	};
}

/** The position a reader goes on from: what its client remembers, else what the URL says. */
export function resumeFrom(request: FastifyRequest, after: number | undefined): number | undefined {
	const last = request.headers["last-event-id"];
	if (last === undefined) return after;
	const position = Number(last);
	return Number.isSafeInteger(position) && position >= 0 ? position : after;
}

/** @param allowed asked now and then: a login may end while its stream is open */
async function* framesAsText(
	frames: AsyncIterable<Frame>,
	signal: AbortSignal,
	allowed: () => boolean,
): AsyncGenerator<string> {
	yield `retry: ${retryMs}\n\n`;
	let askedAt = performance.now();
	const iterator = frames[Symbol.asyncIterator]();
	let next = iterator.next();
	// A rejection while a heartbeat is awaited is seen by the next turn of the loop.
	next.catch(() => undefined);
	while (!signal.aborted) {
		if (performance.now() - askedAt >= heartbeatMs) {
			askedAt = performance.now();
			if (!allowed()) return yield textOf({ event: "auth", data: { reason: "The login has ended." } });
		}
		const { promise: beat, resolve } = Promise.withResolvers<"beat">();
		const timer = setTimeout(resolve, heartbeatMs, "beat");
		const winner = await Promise.race([next, beat]);
		clearTimeout(timer);
		if (winner === "beat") yield textOf({ event: "beat", data: {} });
		else if (winner.done) return;
		else {
			yield textOf(winner.value);
			next = iterator.next();
			next.catch(() => undefined);
		}
	}
}

function textOf({ id, event, data }: Frame): string {
	return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
