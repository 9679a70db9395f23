import type { FastifyRequest } from "fastify";
import type { Ci } from "#actors/ci.ts";
import { openWebhookSecret } from "#actors/repository/webhook-secret.ts";
import { deliveryId } from "#actors/webhook/delivery-id.ts";
import { githubRepositoryOf } from "#actors/webhook/github-repository.ts";
import type { Receipt } from "#actors/webhook/receive.ts";
import { verifyGithubSignature, verifyGitlabToken } from "#actors/webhook/signature.ts";
import { type RepositoryRow, repositoriesOf, repositoryById, repositoryByName } from "#db/queries/repositories.ts";
import type { Provider } from "#db/vocabulary.ts";
import { idParams } from "../contract/page.ts";
import { patterns } from "../contract/paths.ts";
import { receipt } from "../contract/webhooks.ts";
import type { Deps } from "../deps.ts";
import { HttpError } from "../http-error.ts";
import { keptHeaders } from "../kept-headers.ts";
import { rawBodyPlugin } from "../plugins/raw-body.ts";
import type { App } from "../server.ts";

const tags = ["webhooks"];
/** A body that is not JSON names no repository; so many secrets are tried to tell "wrong" from "broken". */
const secretsTried = 50;
const largestTried = 1024 * 1024;

/** Deliveries of providers: verified over their raw bytes, on disk before they are acknowledged. */
export function webhookRoutes(app: App, { ci, demo }: Deps): void {
	const { outside } = ci;
	const config = { public: true };
	if (demo) app.addHook("onRequest", refuseInDemo);
	rawBodyPlugin(app);

	app.post(
		patterns.githubWebhook,
		{ config, schema: { tags, summary: "A delivery of GitHub", response: { 200: receipt } } },
		async (request) => {
			const body = bytesOf(request);
			const signature = header(request, "x-hub-signature-256");
			const json = parse(body);
			const name = json && githubRepositoryOf(json.value);
			const repository = name && repositoryByName(outside.db, "github", name.owner, name.name);
			const own = repository && openWebhookSecret(outside, repository);
			const candidates = [own, outside.githubWebhookSecret, ...(json ? [] : otherSecrets(ci, body))].filter(
				(secret) => secret !== undefined,
			);
			if (!candidates.some((secret) => verifyGithubSignature(secret, body, signature)))
				throw await rejected(ci, request, "github", repository);
			return receive(ci, request, {
				provider: "github",
				eventType: header(request, "x-github-event") ?? "",
				repository,
				body,
				json,
			});
		},
	);

	app.post(
		patterns.gitlabWebhook,
		{ config, schema: { tags, summary: "A delivery of GitLab", params: idParams, response: { 200: receipt } } },
		async (request) => {
			const body = bytesOf(request);
			const repository = repositoryById(outside.db, request.params.id);
			const token = header(request, "x-gitlab-token");
			const fits =
				repository?.provider === "gitlab" &&
				outside.vault &&
				verifyGitlabToken(outside.vault.gitlabPepper, token, repository.webhookTokenHmac);
			if (!fits) throw await rejected(ci, request, "gitlab", repository);
			return receive(ci, request, {
				provider: "gitlab",
				eventType: header(request, "x-gitlab-event") ?? "",
				repository,
				body,
				json: parse(body),
			});
		},
	);

	app.post(
		patterns.gitWebhook,
		{
			config,
			schema: {
				tags,
				summary: "A push of plain git, signed as GitHub's",
				params: idParams,
				response: { 200: receipt },
			},
		},
		async (request) => {
			const body = bytesOf(request);
			const repository = repositoryById(outside.db, request.params.id);
			const secret = repository?.provider === "git" ? openWebhookSecret(outside, repository) : undefined;
			const fits = secret !== undefined && verifyGithubSignature(secret, body, header(request, "x-hub-signature-256"));
			if (!fits) throw await rejected(ci, request, "git", repository);
			return receive(ci, request, {
				provider: "git",
				eventType: header(request, "x-github-event") ?? "push",
				repository,
				body,
				json: parse(body),
			});
		},
	);
}

async function refuseInDemo(): Promise<never> {
	throw new HttpError(
		403,
		"demo_mode",
		"This server is a demo: it takes no deliveries, its own are simulated. Start it without OORE_DEMO_MODE for real ones.",
	);
}

function otherSecrets({ outside }: Ci, body: Buffer): (string | undefined)[] {
	if (body.length > largestTried) return [];
	return repositoriesOf(outside.db, "github")
		.slice(0, secretsTried)
		.map((row) => openWebhookSecret(outside, row));
}

/** One line for whoever audits, without the body; the repository counts it. */
async function rejected(
	{ kernel }: Ci,
	request: FastifyRequest,
	provider: Provider,
	repository: RepositoryRow | undefined,
): Promise<HttpError> {
	const facts = { audit: "webhook_rejected", provider, source_ip: request.ip, repository_id: repository?.id ?? null };
	request.log.warn(facts, "webhook rejected: its signature does not verify");
	if (repository)
		await kernel.turn((turn) => turn.send(`repositories/${repository.id}`, { type: "delivery.rejected" }));
	return new HttpError(401, "bad_signature", "The signature or token of this webhook does not verify.");
}

/** Who sends what, verified. */
interface Verified {
	readonly provider: Provider;
	readonly eventType: string;
	readonly repository: RepositoryRow | undefined;
	readonly body: Buffer;
	readonly json: { value: unknown } | undefined;
}

async function receive(ci: Ci, request: FastifyRequest, { provider, eventType, repository, body, json }: Verified) {
	if (!json)
		throw new HttpError(
			400,
			"not_json",
			"The body is not JSON. Choose the content type application/json at the provider.",
		);
	const answer = await ci.receive({
		provider,
		eventType: eventType.slice(0, 200),
		deliveryId: deliveryId(provider, (name) => header(request, name), body),
		repositoryId: repository?.id ?? null,
		body,
		json: json.value,
		sourceIp: request.ip,
		headers: keptHeaders(request.headers),
	});
	return receiptOf(answer);
}

function receiptOf(answer: Receipt) {
	if (answer.status !== "full") return { status: answer.status, event_id: answer.eventId };
	throw new HttpError(503, "queue_full", "Too many deliveries wait to be decided. Send this one again later.", {
		retryAfter: 10,
	});
}

function bytesOf(request: FastifyRequest): Buffer {
	return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function header(request: FastifyRequest, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value[0] : value;
}

/** Undefined for what is not JSON in UTF-8, however deep. */
function parse(body: Buffer): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) };
	} catch {
		return undefined;
	}
}
