import { z } from "zod";
import { streams } from "#db/vocabulary.ts";
import { id, time } from "./page.ts";

export const log = z.object({
	id: z.string(),
	build_id: id,
	step_index: z.number().int(),
	stream: z.enum(streams),
	/** Relative to the server's folder of logs. */
	log_file_path: z.string(),
	line_count: z.number().int(),
	size_bytes: z.number().int(),
	created_at: time,
});
export type Log = z.infer<typeof log>;

const stepIndex = z.coerce.number().int().min(-1).max(10_000);

export const logContentQuery = z.object({
	step: stepIndex.default(0),
	stream: z.enum(streams).optional(),
	/** Lines to leave out first. */
	offset: z.coerce.number().int().min(0).default(0),
	/** Lines at most. */
	limit: z.coerce.number().int().min(1).max(100_000).default(10_000),
	download: z.enum(["0", "1"]).default("0"),
	/** The bytes as text, to be read in a browser. */
	raw: z.literal("1").optional(),
});

/** From this line of the content on (counted from 0), until the next one named, lines came at this time (to 0.1 s). */
export const lineTime = z.object({ line: z.number().int(), at: time });
export type LineTime = z.infer<typeof lineTime>;

export const logContent = z.object({
	step_index: z.number().int(),
	stream: z.enum(streams),
	content: z.string(),
	/** Of the whole log. */
	line_count: z.number().int(),
	/** Byte behind the last line that is given: `after` of the log's stream goes on there. */
	next_offset: z.number().int(),
	/** When the lines came; empty where nobody noted it. */
	times: z.array(lineTime),
	/** Bytes of the log's beginning that its limit took away: lines are counted from what is left. */
	removed_bytes: z.number().int(),
	/** The lines are too long to be given whole: the text or the stream has all of them. */
	truncated: z.boolean(),
});
export type LogContent = z.infer<typeof logContent>;

export const logSearchQuery = z.object({
	step: stepIndex.default(0),
	stream: z.enum(streams).default("stdout"),
	/** Text, small and capital letters of ASCII alike. */
	q: z.string().min(1).max(200).optional(),
	/** Instead of a text: lines that speak of an error. */
	errors: z.literal("1").optional(),
});

/** Every line that matches is counted; the first 5,000 are named. */
export const logMatches = z.object({ count: z.number().int(), lines: z.array(z.number().int()) });
export type LogMatches = z.infer<typeof logMatches>;

export const logStreamQuery = z.object({
	step: stepIndex.default(0),
	stream: z.enum(streams).default("stdout"),
	/** Byte to begin at; `Last-Event-ID` goes before. */
	after: z.coerce.number().int().min(0).optional(),
});
