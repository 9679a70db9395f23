import { z } from "zod";
import { type ActorFilter, actorAt, actorNames, actorsPage, countActors } from "#db/queries/actors.ts";
import { readHistory, readSlice } from "#db/queries/journal.ts";
import { actorDetailOf, actorOf, entryOf } from "../actor-of.ts";
import {
	actor,
	actorCounts,
	actorDetail,
	actorFilter,
	actorPathQuery,
	actorQuery,
	journalEntry,
	journalSlice,
	machine,
} from "../contract/actors.ts";
import { patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import { notFound } from "../http-error.ts";
import { linkNext } from "../next-page.ts";
import type { App } from "../server.ts";

const tags = ["inspector"];
/** Entries of a slice. */
const sliceLimit = 10_000;
type Machine = z.infer<typeof machine>;

/** The inspector: machines as charts, living and ended actors, what can and could happen to them, and their history. */
export function actorRoutes(app: App, { ci, charts }: Deps): void {
	const { db, now } = ci.outside;
	app.get(
		patterns.machines,
		{ schema: { tags, summary: "Every machine's chart", response: { 200: z.array(machine) } } },
		async () => [...charts.values()].map((chart) => structuredClone(chart) as Machine),
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
			return structuredClone(chart) as Machine;
		},
	);
	app.get(
		patterns.actors,
		{ schema: { tags, summary: "Actors by address", querystring: actorQuery, response: { 200: z.array(actor) } } },
		async (request, reply) => {
			const { order, limit, cursor } = request.query;
			const rows = actorsPage(db, filterOf(request.query, now()), { order, limit, cursor });
			linkNext(request, reply, rows, limit, rows.at(-1)?.address);
			const names = actorNames(
				db,
				rows.map(({ address }) => address),
			);
			return rows.map((row) => actorOf(row, names));
		},
	);
	app.get(
		patterns.actorCounts,
		{
			schema: {
				tags,
				summary: "How many actors of each status",
				querystring: actorFilter,
				response: { 200: actorCounts },
			},
		},
		async (request) => countActors(db, filterOf(request.query, now())),
	);
	app.get(
		patterns.actor,
		{
			schema: {
				tags,
				summary: "One actor, now or at an instant; with /journal its history, with /slice its history as a file",
				description:
					"With `at`, the id of a journal entry, the actor is answered as it was after that entry: its state, its context, " +
					"and what was possible then. 410 when retention removed what is needed for it.",
				params: z.object({ "*": z.string().max(1_000) }),
				querystring: actorPathQuery,
				response: { 200: z.union([actorDetail, journalSlice, z.array(journalEntry)]) },
			},
		},
		async (request, reply) => {
			const { address, part } = asked(request.params["*"]);
			const row = actorAt(db, address);
			if (!row) throw notFound("actor");
			const { limit, cursor, around, at } = request.query;
			if (part === "") return actorDetailOf(ci, row, at);
			if (part === "slice") {
				const entries = readSlice(db, address, sliceLimit);
				const name = address === "" ? "root" : address.replaceAll("/", "-");
				reply.header("content-disposition", `attachment; filename="${name.replace(/[^\w.-]/g, "_")}.json"`);
				return {
					actor: actorOf(row, actorNames(db, [address])),
					machine: (structuredClone(charts.get(row.kind)) as Machine | undefined) ?? null,
					complete: entries.findLast((entry) => entry.address === address)?.sequence === 1,
					entries: entries.toReversed().map(entryOf),
				};
			}
			const entries = readHistory(db, address, { limit, before: cursor, around });
			linkNext(request, reply, entries, limit, String(entries.at(-1)?.id ?? ""));
			return entries.map(entryOf);
		},
	);
}

/** What stands after an address, if anything. */
function asked(path: string): { address: string; part: string } {
	const [, address, part] = /^(.*)\/(journal|slice)$/.exec(path) ?? [];
	return { address: address ?? path, part: part ?? "" };
}

function filterOf(query: z.infer<typeof actorFilter>, now: number): ActorFilter {
	const { kind, state, parent, below, status } = query;
	const ago = (seconds: number | undefined) => (seconds === undefined ? undefined : now - seconds * 1_000);
	return {
		...{ kind, parent, below, status },
		state: state === undefined ? undefined : asStateJson(state),
		changedSince: ago(query.changed_within),
		unchangedSince: ago(query.unchanged_for),
		startedBefore: ago(query.older_than),
	};
}

/** `running` is meant as the state of that name, `{"active":"running"}` as it stands. */
function asStateJson(text: string): string {
	return /^["{]/.test(text) ? text : JSON.stringify(text);
}
