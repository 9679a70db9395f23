import { z } from "zod";
import { type ActorRecord, actorAt, actorsPage, contextOf } from "#db/queries/actors.ts";
import { readHistory } from "#db/queries/journal.ts";
import type { JournalEntry as Entry } from "#runtime/index.ts";
import { isoTime, parsed } from "../as-json.ts";
import {
	type Actor,
	type ActorDetail,
	actor,
	actorDetail,
	actorQuery,
	type JournalEntry,
	journalEntry,
	journalQuery,
	machine,
} from "../contract/actors.ts";
import { patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../http-error.ts";
import { linkNext } from "../next-page.ts";
import type { App } from "../server.ts";

const tags = ["inspector"];
const journalSuffix = "/journal";

/** The inspector: machines as charts, living and ended actors, what can happen to them, and their history. */
export function actorRoutes(app: App, { ci, charts }: Deps): void {
	const { db } = ci.outside;
	app.get(
		patterns.machines,
		{ schema: { tags, summary: "Every machine's chart", response: { 200: z.array(machine) } } },
		async () => [...charts.values()].map((chart) => structuredClone(chart) as z.infer<typeof machine>),
	);
	app.get(
		patterns.machine,
		{
			schema: {
				tags,
				summary: "One machine's chart",
				params: z.object({ kind: z.string() }),
				response: { 200: machine },
			},
		},
		async (request) => {
			const chart = charts.get(request.params.kind);
			if (!chart) throw notFound("machine");
			return structuredClone(chart) as z.infer<typeof machine>;
		},
	);
	app.get(
		patterns.actors,
		{ schema: { tags, summary: "Actors by address", querystring: actorQuery, response: { 200: z.array(actor) } } },
		async (request, reply) => {
			const { kind, state, parent, status, limit, cursor } = request.query;
			const rows = actorsPage(db, {
				kind,
				parent,
				status,
				limit,
				cursor,
				state: state === undefined ? undefined : asStateJson(state),
			});
			linkNext(request, reply, rows, limit, rows.at(-1)?.address);
			return rows.map(asActor);
		},
	);
	app.get(
		patterns.actor,
		{
			schema: {
				tags,
				summary: "One actor; with /journal its history",
				params: z.object({ "*": z.string().max(1_000) }),
				querystring: journalQuery,
			},
		},
		async (request, reply) => {
			const path = request.params["*"];
			if (!path.endsWith(journalSuffix)) return detailOf(path);
			const { limit, cursor } = request.query;
			const address = path.slice(0, -journalSuffix.length);
			if (!actorAt(db, address)) throw notFound("actor");
			const entries = readHistory(db, address, { limit, before: cursor });
			linkNext(request, reply, entries, limit, String(entries.at(-1)?.id ?? ""));
			return z.array(journalEntry).parse(entries.map(asEntry));
		},
	);

	function detailOf(address: string): ActorDetail {
		const row = actorAt(db, address);
		if (!row) throw notFound("actor");
		const deadlines = (parsed(row.deadlines) ?? []) as [string, { at: number; event: { type: string } }][];
		return actorDetail.parse({
			...asActor(row),
			context: contextOf(row),
			deadlines: deadlines.map(([, { at, event }]) => ({ event: event.type, at: isoTime(at) })),
			transitions: ci.kernel.explain(address) ?? [],
		});
	}
}

/** `running` is meant as the state of that name, `{"active":"running"}` as it stands. */
function asStateJson(text: string): string {
	return /^["{]/.test(text) ? text : JSON.stringify(text);
}

function asActor(row: ActorRecord): Actor {
	return {
		address: row.address,
		parent: row.address === "" ? null : row.parent,
		kind: row.kind,
		version: row.version,
		status: row.status,
		state: parsed(row.state),
		sequence: row.sequence,
		error: withoutStack(parsed(row.error)),
		started_at: isoTime(row.createdAt),
		updated_at: isoTime(row.updatedAt),
	};
}

/** A stack tells of the server's insides; the row keeps it for whoever has the database. */
function withoutStack(error: unknown): unknown {
	if (typeof error !== "object" || error === null) return error;
	const { stack: _stack, cause: _cause, ...rest } = error as Record<string, unknown>;
	return rest;
}

function asEntry(entry: Entry): JournalEntry {
	const { payload, state, patch, at, snapshot: _snapshot, ...same } = entry;
	return { ...same, payload: parsed(payload), state: parsed(state), patch: parsed(patch), at: isoTime(at) };
}
