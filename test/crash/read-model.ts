import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { readLines } from "#actors/log/read-lines.ts";
import { type Db, openDb } from "#db/open.ts";

const migrations = join(import.meta.dirname, "../../db/migrations");

/** What people see, without the ids and times that differ from telling to telling; builds are known by their delivery. */
export async function readModel(folder: string, repository: string): Promise<unknown> {
	using opened = open(folder);
	const { db } = opened;
	const all = (sql: string) => db.sqlite.prepare(sql).all();
	const marks = join(folder, "workspaces", "marks");
	const ofDelivery = "group_concat(delivery_id, ' ' order by delivery_id) as deliveries";
	const itsDelivery = "join webhook_events on webhook_events.id = webhook_event_id";
	const model = {
		integrity: db.sqlite.pragma("integrity_check"),
		events: all(
			`select status, result, error_message, ${ofDelivery} from webhook_events group by 1, 2, 3 order by deliveries`,
		),
		builds: all(
			`select builds.status, workflow_name, trigger_type, builds.error_message, finished_at is not null as finished, ${ofDelivery}
			from builds ${itsDelivery} group by 1, 2, 3, 4, 5 order by deliveries`,
		),
		steps: all(
			`select step_index, name, build_steps.status, exit_code, build_steps.error_message, ${ofDelivery} from build_steps
			join builds on builds.id = build_id ${itsDelivery} group by 1, 2, 3, 4, 5 order by step_index, deliveries`,
		),
		artifacts: artifactsOf(db, folder),
		logs: await logsOf(db, folder),
		leftOver: leftOver(db, folder),
		queue: all("select json_extract(snapshot, '$.context.used') as used from actors where address = 'queue'"),
		repository: db.sqlite.prepare("select state from repositories where id = ?").all(repository),
		alive: all(
			"select kind, count(*) as count from actors where status = 'active' and kind in ('build', 'step', 'webhook') group by kind",
		),
		// Each script ran once and no more, wherever the server was killed.
		marks: existsSync(marks) ? readFileSync(marks, "utf8").trim().split("\n").sort() : [],
	};
	return JSON.parse(withDeliveries(db, JSON.stringify(model))) as unknown;
}

/** Messages that an actor's journal has more than once, and holes in its sequence. A client may send `cancel` again. */
export function handledTwice(folder: string): unknown[] {
	using opened = open(folder);
	const { sqlite } = opened.db;
	const twice = sqlite
		.prepare(
			`select address, event, count(*) as times from journal where kind in ('build', 'step', 'webhook')
			and (event <> 'cancel' or source is not null) group by address, event having times > 1`,
		)
		.all();
	const holes = sqlite
		.prepare(
			"select address from journal where address like '%/%' group by address having count(*) <> max(sequence) - min(sequence) + 1",
		)
		.all();
	return [...twice, ...holes];
}

/** Where a telling that did not end stands. */
export function lastWords(folder: string): string {
	using opened = open(folder);
	const entries = opened.db.sqlite
		.prepare("select id, address, event, state from journal order by id desc limit 12")
		.all() as Record<string, unknown>[];
	return entries.map((entry) => Object.values(entry).join(" ")).join("\n");
}

/** Rows beside what the storage has of them. */
function artifactsOf(db: Db, folder: string): unknown[] {
	const rows = db.sqlite
		.prepare(
			"select relative_path, size_bytes, checksum_sha256, storage_key from artifacts order by build_id, relative_path",
		)
		.all() as { storage_key: string }[];
	return rows.map(({ storage_key, ...row }) => ({
		...row,
		stored_sha256: sha256(readFileSync(join(folder, "artifacts", storage_key))),
	}));
}

async function logsOf(db: Db, folder: string): Promise<unknown[]> {
	const paths = filesBelow(join(folder, "logs")).filter((path) => path.endsWith(".log"));
	const logs = paths.map(async (path) => {
		const text = readFileSync(join(folder, "logs", path), "utf8");
		const lines = text.trimEnd().split("\n");
		const known = Buffer.from(withDeliveries(db, text));
		const { times } = await readLines(join(folder, "logs", path), { offset: 0, limit: Number.POSITIVE_INFINITY });
		return {
			name: withDeliveries(db, path),
			size: known.length,
			sha256: sha256(known),
			first: lines[0],
			last: lines.at(-1),
			// When a line came is told differently each time, that it came at some time is not.
			timed: times[0]?.line === 0,
		};
	});
	return (await Promise.all(logs)).filter(({ size }) => size > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Files that belong to nothing: what was in the making when the server was killed, spools of builds that are over. */
function leftOver(db: Db, folder: string): string[] {
	const kept = new Set(db.sqlite.prepare("select storage_key from artifacts").pluck().all());
	const logs = new Set(filesBelow(join(folder, "logs")).filter((name) => name.endsWith(".log")));
	return [
		...filesBelow(join(folder, "artifacts")).filter((name) => !kept.has(name)),
		...filesBelow(join(folder, "logs")).filter((name) => !logs.has(name.replace(/\.times$/, ""))),
		...filesBelow(join(folder, "runs")),
		...filesBelow(join(folder, "mirrors")).filter((name) => name.endsWith(".lock")),
		...readdirSync(join(folder, "mirrors")).filter((name) => name.endsWith(".making")),
	];
}

export function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)))
		.sort();
}

/** Ids that are others in each telling, by what they are of. */
function withDeliveries(db: Db, text: string): string {
	const builds = db.sqlite
		.prepare(
			"select builds.id, commit_sha, delivery_id from builds join webhook_events on webhook_events.id = webhook_event_id",
		)
		.all() as { id: string; commit_sha: string; delivery_id: string }[];
	return builds.reduce(
		(rest, { id, commit_sha, delivery_id }) =>
			rest.replaceAll(id, `<build of ${delivery_id}>`).replaceAll(commit_sha, "<commit>"),
		text,
	);
}

function open(folder: string): { readonly db: Db } & Disposable {
	const db = openDb({ path: join(folder, "oore.db"), migrations });
	return { db, [Symbol.dispose]: () => db.close() };
}

function sha256(bytes: Buffer): string {
	return createHash("sha256").update(bytes).digest("hex");
}
