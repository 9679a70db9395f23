import fastifyStatic from "@fastify/static";
import fastifySwagger from "@fastify/swagger";
import Fastify, {
	type FastifyBaseLogger,
	type FastifyInstance,
	LogController,
	type RawReplyDefaultExpression,
	type RawRequestDefaultExpression,
	type RawServerDefault,
} from "fastify";
import {
	jsonSchemaTransform,
	jsonSchemaTransformObject,
	serializerCompiler,
	validatorCompiler,
	type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { pino } from "pino";
import { patterns } from "./contract/paths.ts";
import type { Deps } from "./deps.ts";
import { authPlugin } from "./plugins/auth.ts";
import { badAddress } from "./plugins/bad-address.ts";
import { corsPlugin } from "./plugins/cors.ts";
import { dashboardPlugin } from "./plugins/dashboard.ts";
import { problemPlugin } from "./plugins/problem.ts";
import { securityHeadersPlugin } from "./plugins/security-headers.ts";
import { actorRoutes } from "./routes/actors.ts";
import { artifactRoutes } from "./routes/artifacts.ts";
import { badgeRoutes } from "./routes/badge.ts";
import { buildRoutes } from "./routes/builds.ts";
import { eventRoutes } from "./routes/events.ts";
import { healthRoutes } from "./routes/health.ts";
import { instantRoutes } from "./routes/instants.ts";
import { judgingRoutes } from "./routes/judging.ts";
import { logReadingRoutes, logRoutes } from "./routes/logs.ts";
import { pipelineVersionRoutes } from "./routes/pipeline-versions.ts";
import { pipelineRoutes } from "./routes/pipelines.ts";
import { repositoryRoutes } from "./routes/repositories.ts";
import { rerunRoutes } from "./routes/reruns.ts";
import { secretRoutes } from "./routes/secrets.ts";
import { sessionRoutes } from "./routes/session.ts";
import { statsRoutes } from "./routes/stats.ts";
import { webhookEventRoutes } from "./routes/webhook-events.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { makeSessions } from "./sessions.ts";
import { makeSse } from "./sse.ts";

export type App = FastifyInstance<
	RawServerDefault,
	RawRequestDefaultExpression,
	RawReplyDefaultExpression,
	FastifyBaseLogger,
	ZodTypeProvider
>;

/** Who sends a byte a second is let go within a minute; answers may take as long as they like. */
const slowest = { headersMs: 20_000, requestMs: 45_000, idleMs: 5_000, lookEveryMs: 5_000 };

/** The whole HTTP side, without a port. */
export async function makeServer(deps: Deps): Promise<App> {
	const app: App = Fastify({
		loggerInstance: pino({ level: deps.logLevel }) as FastifyBaseLogger,
		logController: new LogController({ disableRequestLogging: true }),
		genReqId: () => deps.ci.outside.newId(),
		requestTimeout: slowest.requestMs,
		keepAliveTimeout: slowest.idleMs,
		http: { headersTimeout: slowest.headersMs, connectionsCheckingInterval: slowest.lookEveryMs },
		// Whoever is being answered is answered to the end; who only keeps a connection is not waited for.
		forceCloseConnections: "idle",
		bodyLimit: 1024 * 1024,
		routerOptions: { maxParamLength: 2_000 },
		frameworkErrors: (error, request, reply) => void badAddress(error, request, reply),
	}).withTypeProvider<ZodTypeProvider>();
	app.setValidatorCompiler(validatorCompiler);
	app.setSerializerCompiler(serializerCompiler);
	app.addHook("onSend", async (request, reply) => {
		reply.header("x-request-id", request.id);
	});
	problemPlugin(app);
	securityHeadersPlugin(app);
	corsPlugin(app, deps.dashboardOrigin);
	const sessions = makeSessions(deps.ci.outside.db, deps.adminToken, deps.ci.outside.now);
	authPlugin(app, sessions, deps.baseUrl);
	await app.register(fastifySwagger, {
		openapi: {
			openapi: "3.1.0",
			info: { title: "Oore", version: deps.version },
			components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
			security: [{ token: [] }],
		},
		transform: jsonSchemaTransform,
		transformObject: jsonSchemaTransformObject,
	});
	await app.register(fastifyStatic, { root: deps.ci.outside.folders.artifacts, serve: false });
	const sse = makeSse(deps.maxStreamsPerAddress, sessions.isOpen);
	app.addHook("preClose", async () => sse.close());
	// Registered after swagger, so that it sees them.
	await app.register(async (scope) => {
		const api = scope.withTypeProvider<ZodTypeProvider>() as App;
		healthRoutes(api, deps);
		repositoryRoutes(api, deps);
		badgeRoutes(api, deps);
		buildRoutes(api, deps);
		rerunRoutes(api, deps);
		pipelineRoutes(api, deps);
		pipelineVersionRoutes(api, deps);
		judgingRoutes(api, deps);
		secretRoutes(api, deps);
		statsRoutes(api, deps);
		logRoutes(api, deps);
		logReadingRoutes(api, deps, sse);
		artifactRoutes(api, deps);
		webhookEventRoutes(api, deps);
		actorRoutes(api, deps);
		instantRoutes(api, deps);
		eventRoutes(api, deps, sse);
		// An unknown path is as closed as a known one, and never a page.
		api.get("/api/*", { schema: { hide: true } }, (_request, reply) => reply.callNotFound());
		api.get(patterns.openapi, { config: { public: true }, schema: { hide: true } }, async () => app.swagger());
	});
	await app.register(async (scope) =>
		sessionRoutes(scope.withTypeProvider<ZodTypeProvider>() as App, sessions, deps.baseUrl),
	);
	if (deps.dashboard !== undefined)
		await app.register(dashboardPlugin, { folder: deps.dashboard, baseUrl: deps.baseUrl });
	await app.register(async (scope) => webhookRoutes(scope.withTypeProvider<ZodTypeProvider>() as App, deps));
	await app.ready();
	return app;
}
