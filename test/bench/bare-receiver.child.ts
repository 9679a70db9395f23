import { createHmac, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import Database from "better-sqlite3";
import Fastify from "fastify";

/** The floor of receiving webhooks: Fastify, an HMAC over the bytes, an insert grouped by tick, an answer after the commit. */
const db = new Database(join(process.argv[2] ?? ".", "bare.db"));
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec("create table deliveries (id text primary key, body blob)");
const insert = db.prepare("insert into deliveries values (?, ?)");
let waiting: { id: string; body: Buffer; done: () => void }[] = [];
const flush = db.transaction((batch: typeof waiting) => {
	for (const { id, body } of batch) insert.run(id, body);
});
const app = Fastify({ bodyLimit: 10 * 1024 * 1024 });
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
app.post("/", async (request) => {
	const body = request.body as Buffer;
	const given = Buffer.from(String(request.headers["x-hub-signature-256"]).slice(7), "hex");
	if (!timingSafeEqual(given, createHmac("sha256", "a webhook secret").update(body).digest())) throw new Error("wrong");
	await new Promise<void>((done) => {
		waiting.push({ id: String(request.headers["x-oore-delivery"]), body, done });
		if (waiting.length === 1)
			setImmediate(() => {
				const batch = waiting;
				waiting = [];
				flush(batch);
				for (const each of batch) each.done();
			});
	});
	return { status: "ok" };
});
process.stdout.write(`${await app.listen({ port: 0, host: "127.0.0.1" })}\n`);
