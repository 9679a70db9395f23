import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Build, Step } from "#http/contract/builds.ts";
import { type Client, makeClient } from "#http/contract/client.ts";
import { paths } from "#http/contract/paths.ts";
import { size } from "#http/contract/words.ts";
import type { Assets } from "./assets.ts";
import { exitCodes } from "./exit-codes.ts";
import { freePort } from "./free-port.ts";
import { type OpenServer, openServer } from "./oored/open-server.ts";
import { configure } from "./oored/run.ts";
import { thisMachine } from "./oored/surroundings.ts";
import { untilEnd } from "./oored/until-end.ts";
import { makeSanitizer } from "./output/sanitize.ts";
import { styleOf } from "./output/style.ts";
import { took } from "./output/time.ts";
import type { Io } from "./program.ts";
import { pushSample } from "./sample-repository.ts";

type Environment = Readonly<Record<string, string | undefined>>;
const sample = { owner: "sample", name: "hello" };

/**
 * The first five minutes: a server of one's own, a sample repository, a real signed push, and its build as it runs.
 * Answers the exit code; with `once` the build's.
 */
export async function tryIt(
	environment: Environment,
	assets: Assets,
	io: Io,
	{ once }: { once: boolean },
): Promise<number> {
	const settings = {
		OORE_BIND_ADDRESS: "127.0.0.1:8080",
		OORE_LOG_LEVEL: "warn",
		...environment,
		OORE_ALLOW_LOCAL_REPOSITORIES: "1",
	};
	const wanted = configure(settings, io);
	const port = await freePort(wanted.host, wanted.port);
	if (port !== wanted.port) io.say(`Port ${wanted.port} is taken; using ${port === 0 ? "another" : port}.`);
	const config = { ...wanted, port };
	const server = await openServer(config, assets, thisMachine(config, environment));
	io.say(`Oore ${assets.version} listens on ${server.url}; everything is kept in ${config.dataDir}\n`);
	try {
		const client = makeClient({ server: server.url, token: config.adminToken });
		const build = await pushAndWatch(client, server, join(config.dataDir, "sample"), environment, io);
		await tellArtifacts(client, build, io);
		tellNext(server.url, build, config.dataDir, io);
		if (once) return build.status === "success" ? exitCodes.ok : exitCodes.buildFailed;
		io.say("\nThe server keeps running. Ctrl-C stops it.");
		return await untilEnd(server, io);
	} finally {
		await server.close();
	}
}

async function pushAndWatch(
	client: Client,
	server: OpenServer,
	folder: string,
	environment: Environment,
	io: Io,
): Promise<Build> {
	const secret = randomBytes(16).toString("hex");
	const push = await pushSample(folder, environment["PATH"] ?? "/usr/bin:/bin", new Date());
	const repository = await registerSample(client, folder, secret);
	io.say(`Pushing ${push.commit.slice(0, 10)} to ${sample.owner}/${sample.name}, as a signed webhook`);
	const eventId = await deliver(
		`${server.url}${paths.webhook("git", repository)}`,
		{ ref: push.ref, after: push.commit },
		secret,
	);
	const build = await buildOf(client, eventId);
	return watch(client, build, environment, io);
}

async function registerSample(client: Client, cloneUrl: string, secret: string): Promise<string> {
	const known = (await client.repositories({ provider: "git" })).find(
		({ owner, repo_name: name }) => owner === sample.owner && name === sample.name,
	);
	if (known) return (await client.changeRepository(known.id, { clone_url: cloneUrl, webhook_secret: secret })).id;
	const added = await client.addRepository({
		provider: "git",
		owner: sample.owner,
		repo_name: sample.name,
		clone_url: cloneUrl,
		webhook_secret: secret,
	});
	return added.id;
}

async function deliver(url: string, payload: unknown, secret: string): Promise<string> {
	const body = JSON.stringify(payload);
	const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
	const response = await fetch(url, {
		method: "POST",
		body,
		headers: { "content-type": "application/json", "x-hub-signature-256": signature },
	});
	const answer = (await response.json()) as { event_id?: string; detail?: string };
	if (!answer.event_id) throw new Error(`The webhook was refused: ${answer.detail ?? response.status}`);
	return answer.event_id;
}

/** The build that a delivery leads to, as soon as it is decided. */
async function buildOf(client: Client, eventId: string): Promise<Build> {
	const stop = new AbortController();
	try {
		for await (const _ of client.follow(paths.events({ after: 0 }), stop.signal)) {
			const event = await client.webhookEvent(eventId);
			if (event.builds[0]) return await client.build(event.builds[0]);
			if (event.processed)
				throw new Error(`The push led to no build: ${event.error_message ?? event.result ?? event.status}`);
		}
		throw new Error("The server stopped before it decided about the push.");
	} finally {
		stop.abort();
	}
}

async function watch(client: Client, build: Build, environment: Environment, io: Io): Promise<Build> {
	const style = styleOf(environment, process.stdout, undefined);
	for (const { step_index: index, name, system } of await client.steps(build.id)) {
		if (system) continue;
		io.say(`\n${style.colour.bold(`▶ ${name}`)}`);
		await printLog(client, build.id, index, io);
		const step = (await client.steps(build.id)).find((each) => each.step_index === index);
		if (step) io.say(style.colour.dim(`  ${step.status}${inTime(step)}`));
	}
	return untilOver(client, build.id);
}

async function printLog(client: Client, id: string, step: number, io: Io): Promise<void> {
	const sanitizer = makeSanitizer();
	for await (const { event, data } of client.follow(paths.logStream(id, { step }), new AbortController().signal)) {
		if (event === "log") io.out(sanitizer.push((data as { content: string }).content));
	}
	io.out(sanitizer.end());
}

async function untilOver(client: Client, id: string): Promise<Build> {
	const stop = new AbortController();
	try {
		for await (const _ of client.follow(paths.buildEvents(id, { after: 0 }), stop.signal)) {
			const build = await client.build(id);
			if (build.finished_at !== null) return build;
		}
		return await client.build(id);
	} finally {
		stop.abort();
	}
}

function inTime(step: Step): string {
	return step.started_at === null ? "" : ` in ${took(step.started_at, step.finished_at, Date.now())}`;
}

async function tellArtifacts(client: Client, build: Build, io: Io): Promise<void> {
	const how = build.status === "success" ? "succeeded" : build.status === "failure" ? "failed" : "was cancelled";
	io.say(
		`\nThe build ${how} in ${took(build.started_at, build.finished_at, Date.now())}.${build.error_message ? ` ${build.error_message}` : ""}`,
	);
	for (const artifact of await client.artifacts(build.id)) {
		io.say(`  artifact ${artifact.relative_path}  ${size(artifact.size_bytes)}  sha256 ${artifact.checksum_sha256}`);
	}
}

function tellNext(url: string, build: Build, dataDir: string, io: Io): void {
	io.say(`
Next, in a browser: ${url}/builds/${build.id}
It asks for the admin token: sed -n s/OORE_ADMIN_TOKEN=//p ${join(dataDir, "oore.env")}

Or from another terminal:
  export OORE_SERVER=${url} OORE_TOKEN=$(sed -n s/OORE_ADMIN_TOKEN=//p ${join(dataDir, "oore.env")})
  npx oore build show ${build.id}
  npx oore build logs last
  npx oore repo list
The API: ${url}/api/openapi.json`);
}
