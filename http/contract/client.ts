import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Actor, ActorDetail, JournalEntry, Machine } from "./actors.ts";
import type { Artifact } from "./artifacts.ts";
import type { Build, BuildQuery, RerunOrder, Step, TriggerOrder, Workspace } from "./builds.ts";
import type { Problem } from "./errors.ts";
import type { Health, Version } from "./health.ts";
import type { Log, LogContent } from "./logs.ts";
import { paths } from "./paths.ts";
import type {
	Conversion,
	ConversionOrder,
	Decision,
	PipelineText,
	PipelineToStore,
	PipelineVersion,
	ReplayOrder,
	StoredPipeline,
	Supposition,
	Trial,
	TrialOrder,
	Validation,
} from "./pipelines.ts";
import { precondition } from "./precondition.ts";
import type { Branch, NewRepository, Repository, RepositoryChange, WebhookUrl } from "./repositories.ts";
import type { Secret, SecretQuery, SecretsToSet } from "./secrets.ts";
import type { WebhookEvent, WebhookEventDetail, WebhookQuery } from "./webhooks.ts";

/** The server answered, and its answer is no. */
export class ApiError extends Error {
	readonly status: number;
	readonly problem: Problem;
	/** Seconds to wait, where the server says so. */
	readonly retryAfter: number | undefined;
	constructor(problem: Problem, retryAfter: number | undefined) {
		super(problem.detail);
		this.name = "ApiError";
		this.status = problem.status;
		this.problem = problem;
		this.retryAfter = retryAfter;
	}
}

/** Nobody answered. */
export class Unreachable extends Error {
	readonly server: string;
	constructor(server: string, cause: unknown) {
		super(`No answer from ${server}. Is oored running there?`, { cause });
		this.name = "Unreachable";
		this.server = server;
	}
}

export interface ClientOptions {
	readonly server: string;
	readonly token?: string | undefined;
}

/** One event of a stream, its data parsed. */
export interface Received {
	readonly id: string | undefined;
	readonly event: string;
	readonly data: unknown;
}

export type Client = ReturnType<typeof makeClient>;

type Method = "GET" | "POST" | "PUT" | "DELETE";
type Query = Parameters<typeof paths.builds>[0];

/** Without a byte for so long, a stream is dead: the server sends a sign of life every 15 s. */
const silenceMs = 45_000;
const backoff = { baseMs: 250, maxMs: 10_000 };

/** Every endpoint of the API, typed by the contract. Errors: `ApiError` and `Unreachable`. */
export function makeClient({ server, token }: ClientOptions) {
	const base = server.replace(/\/$/, "");
	const own = token === undefined ? {} : { authorization: `Bearer ${token}` };
	const headers = (more: Record<string, string> = {}): Record<string, string> => ({ ...own, ...more });

	async function request(
		method: Method,
		path: string,
		more: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
	): Promise<Response> {
		const json = more.body === undefined ? {} : { "content-type": "application/json" };
		let response: Response;
		try {
			response = await fetch(`${base}${path}`, {
				method,
				headers: headers({ accept: "application/json", ...json, ...more.headers }),
				...(more.body !== undefined && { body: JSON.stringify(more.body) }),
				...(more.signal && { signal: more.signal }),
			});
		} catch (error) {
			if (more.signal?.aborted) throw more.signal.reason;
			throw new Unreachable(base, error);
		}
		if (!response.ok) throw await errorOf(response);
		return response;
	}

	const json = async <T>(method: Method, path: string, body?: unknown, more: Record<string, string> = {}): Promise<T> =>
		(await (await request(method, path, { body, headers: more })).json()) as T;
	const get = <T>(path: string): Promise<T> => json("GET", path);

	return {
		server: base,
		health: () => get<Health>(paths.health()),
		version: () => get<Version>(paths.version()),
		repositories: (query: Query = {}) => get<Repository[]>(paths.repositories(query)),
		repository: (id: string) => get<Repository>(paths.repository(id)),
		addRepository: (body: NewRepository) => json<Repository>("POST", paths.repositories(), body),
		changeRepository: (id: string, body: RepositoryChange) => json<Repository>("PUT", paths.repository(id), body),
		removeRepository: async (id: string) => void (await request("DELETE", paths.repository(id))),
		branches: (id: string) => get<Branch[]>(paths.branches(id)),
		webhookUrl: (id: string) => get<WebhookUrl>(paths.webhookUrl(id)),
		trigger: (id: string, body: TriggerOrder) => json<Build>("POST", paths.trigger(id), body),
		pipeline: (id: string) => get<StoredPipeline>(paths.pipeline(id)),
		/** Only over the version with that id, where one is given; null says that nothing is stored. */
		storePipeline: (id: string, body: PipelineToStore, over?: string | null) =>
			json<StoredPipeline>("PUT", paths.pipeline(id), body, precondition(over)),
		removePipeline: async (id: string) => void (await request("DELETE", paths.pipeline(id))),
		pipelineHistory: (id: string, query: Query = {}) => get<PipelineVersion[]>(paths.pipelineHistory(id, query)),
		restorePipeline: (id: string, version: string) => json<StoredPipeline>("POST", paths.pipelineRestore(id, version)),
		validatePipeline: (body: PipelineText) => json<Validation>("POST", paths.pipelineValidate(), body),
		convertPipeline: (body: ConversionOrder) => json<Conversion>("POST", paths.pipelineConvert(), body),
		supposePush: (id: string, body: Supposition) => json<Decision>("POST", paths.pipelineSuppose(id), body),
		tryPipeline: (id: string, body: TrialOrder) => json<Trial[]>("POST", paths.pipelineTry(id), body),
		replay: (id: string, body: ReplayOrder = {}) => json<Decision>("POST", paths.webhookReplay(id), body),
		secrets: (query: SecretQuery = {}) => get<Secret[]>(paths.secrets(query)),
		setSecrets: (body: SecretsToSet) => json<Secret[]>("PUT", paths.secrets(), body),
		removeSecret: async (id: string) => void (await request("DELETE", paths.secret(id))),
		builds: (query: BuildQuery = {}) => get<Build[]>(paths.builds(query as Query)),
		build: (id: string) => get<Build>(paths.build(id)),
		cancel: (id: string) => json<Build>("POST", paths.cancel(id)),
		retrigger: (id: string) => json<Build>("POST", paths.retrigger(id)),
		rerun: (id: string, body: RerunOrder = {}) => json<Build>("POST", paths.rerun(id), body),
		workspace: (id: string, query: { secrets?: boolean } = {}) => get<Workspace>(paths.workspace(id, query)),
		steps: (id: string) => get<Step[]>(paths.steps(id)),
		logs: (id: string) => get<Log[]>(paths.logs(id)),
		logContent: (id: string, query: NonNullable<Query>) => get<LogContent>(paths.logContent(id, query)),
		/** The bytes of a log, as they are. */
		logBytes: async (id: string, query: NonNullable<Query>) =>
			(await request("GET", paths.logContent(id, query), { headers: { accept: "text/plain" } }))
				.body as ReadableStream<Uint8Array>,
		artifacts: (id: string) => get<Artifact[]>(paths.artifacts(id)),
		/** The file from a byte on; the response's own stream. */
		download: (artifact: Artifact, from: number, signal?: AbortSignal) =>
			request("GET", artifact.download_url, {
				headers: { accept: "*/*", ...rangeOf(artifact, from) },
				...(signal && { signal }),
			}),
		webhookEvents: (query: WebhookQuery = {}) => get<WebhookEvent[]>(paths.webhookEvents(query as Query)),
		webhookEvent: (id: string) => get<WebhookEventDetail>(paths.webhookEvent(id)),
		machines: () => get<Machine[]>(paths.machines()),
		actors: (query: Query = {}) => get<Actor[]>(paths.actors(query)),
		actor: (address: string, query: { at?: number } = {}) => get<ActorDetail>(paths.actor(address, query)),
		journal: (address: string, query: Query = {}) => get<JournalEntry[]>(paths.journal(address, query)),
		/** A stream that reconnects by itself and goes on after the last id, until it ends, is aborted, or nobody answered for `giveUpMs`. */
		follow: (path: string, signal: AbortSignal, giveUpMs = 60_000) => follow(base, path, headers, signal, giveUpMs),
	};
}

/** The rest of a file, of which a part is here, as long as it is the same. */
function rangeOf({ checksum_sha256: checksum }: Artifact, from: number): Record<string, string> {
	return from > 0 ? { range: `bytes=${from}-`, "if-range": `"${checksum}"` } : {};
}

async function errorOf(response: Response): Promise<ApiError> {
	const text = await response.text();
	const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
	return new ApiError(problemOf(response, text), Number.isNaN(retryAfter) ? undefined : retryAfter);
}

/** A proxy on the way answers in words of its own. */
function problemOf(response: Response, text: string): Problem {
	if (response.headers.get("content-type")?.includes("json")) return JSON.parse(text) as Problem;
	const detail = `${response.status} ${response.statusText}`.trim();
	return {
		type: "about:blank",
		title: detail,
		status: response.status,
		detail,
		code: "unexpected_answer",
		request_id: "",
		error: detail,
	};
}

type Headers = (more?: Record<string, string>) => Record<string, string>;

async function* follow(
	base: string,
	path: string,
	headers: Headers,
	signal: AbortSignal,
	giveUpMs: number,
): AsyncGenerator<Received> {
	let lastId: string | undefined;
	let failures = 0;
	let silentSince = performance.now();
	while (!signal.aborted) {
		try {
			for await (const received of connect(
				`${base}${path}`,
				headers({ accept: "text/event-stream", ...(lastId !== undefined && { "last-event-id": lastId }) }),
				signal,
			)) {
				failures = 0;
				silentSince = performance.now();
				lastId = received.id ?? lastId;
				yield received;
				if (received.event === "end") return;
			}
		} catch (error) {
			if (signal.aborted) return;
			// What the server refuses stays refused; what is too much for it now may not be later.
			if (error instanceof ApiError && error.status < 500 && error.status !== 429) throw error;
			if (performance.now() - silentSince > giveUpMs)
				throw error instanceof ApiError ? error : new Unreachable(base, error);
		}
		await pause(Math.min(backoff.maxMs, backoff.baseMs * 2 ** failures++) * (0.5 + Math.random() / 2), signal);
	}
}

async function* connect(url: string, headers: Record<string, string>, signal: AbortSignal): AsyncGenerator<Received> {
	const silence = new AbortController();
	let timer = setTimeout(() => silence.abort(new Error("The stream fell silent.")), silenceMs);
	try {
		const response = await fetch(url, { headers, signal: AbortSignal.any([signal, silence.signal]) });
		if (!response.ok || !response.body) throw await errorOf(response);
		const alive = new TransformStream<Uint8Array, Uint8Array>({
			transform(chunk, controller) {
				clearTimeout(timer);
				timer = setTimeout(() => silence.abort(new Error("The stream fell silent.")), silenceMs);
				controller.enqueue(chunk);
			},
		});
		const decoder = new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>;
		for await (const message of response.body
			.pipeThrough(alive)
			.pipeThrough(decoder)
			.pipeThrough(new EventSourceParserStream())) {
			if (message.event === "beat") continue;
			yield { id: message.id, event: message.event ?? "message", data: JSON.parse(message.data) as unknown };
		}
	} finally {
		clearTimeout(timer);
		silence.abort();
	}
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			signal.removeEventListener("abort", done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		signal.addEventListener("abort", done, { once: true });
	});
}
