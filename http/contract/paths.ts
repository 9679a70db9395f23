/** The one builder of URLs: routes use `patterns`, everybody else `paths`. */
export const patterns = {
	health: "/api/health",
	version: "/api/version",
	openapi: "/api/openapi.json",
	login: "/login",
	logout: "/logout",
	repositories: "/api/repositories",
	repository: "/api/repositories/:id",
	webhookUrl: "/api/repositories/:id/webhook-url",
	trigger: "/api/repositories/:id/trigger",
	pipeline: "/api/repositories/:id/pipeline",
	pipelineHistory: "/api/repositories/:id/pipeline/history",
	pipelineRestore: "/api/repositories/:id/pipeline/history/:version/restore",
	pipelineTry: "/api/repositories/:id/pipeline/try",
	pipelineSuppose: "/api/repositories/:id/pipeline/suppose",
	pipelineValidate: "/api/pipelines/validate",
	pipelineConvert: "/api/pipelines/convert",
	session: "/api/session",
	stats: "/api/stats",
	secrets: "/api/secrets",
	secret: "/api/secrets/:id",
	builds: "/api/builds",
	build: "/api/builds/:id",
	cancel: "/api/builds/:id/cancel",
	retrigger: "/api/builds/:id/retrigger",
	rerun: "/api/builds/:id/rerun",
	workspace: "/api/builds/:id/workspace",
	steps: "/api/builds/:id/steps",
	logs: "/api/builds/:id/logs",
	logContent: "/api/builds/:id/logs/content",
	logSearch: "/api/builds/:id/logs/search",
	logStream: "/api/builds/:id/logs/stream",
	buildEvents: "/api/builds/:id/events",
	artifacts: "/api/builds/:id/artifacts",
	artifactsZip: "/api/builds/:id/artifacts.zip",
	artifact: "/api/builds/:id/artifacts/:artifact_id",
	artifactDownload: "/api/builds/:id/artifacts/:artifact_id/download",
	githubWebhook: "/api/webhooks/github",
	gitlabWebhook: "/api/webhooks/gitlab/:id",
	gitWebhook: "/api/webhooks/git/:id",
	webhookEvents: "/api/webhooks/events",
	webhookEvent: "/api/webhooks/events/:id",
	webhookReplay: "/api/webhooks/events/:id/replay",
	events: "/api/events",
	machines: "/api/machines",
	machine: "/api/machines/:kind",
	actors: "/api/actors",
	/** An address has slashes in it; `…/journal` after it is its history. */
	actor: "/api/actors/*",
} as const;

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

const segment = encodeURIComponent;
const address = (path: string) => path.split("/").map(segment).join("/");

export const paths = {
	health: () => patterns.health,
	version: () => patterns.version,
	repositories: (query: Query = {}) => withQuery(patterns.repositories, query),
	repository: (id: string) => `/api/repositories/${segment(id)}`,
	webhookUrl: (id: string) => `/api/repositories/${segment(id)}/webhook-url`,
	trigger: (id: string) => `/api/repositories/${segment(id)}/trigger`,
	pipeline: (id: string) => `/api/repositories/${segment(id)}/pipeline`,
	pipelineHistory: (id: string, query: Query = {}) =>
		withQuery(`/api/repositories/${segment(id)}/pipeline/history`, query),
	pipelineRestore: (id: string, version: string) =>
		`/api/repositories/${segment(id)}/pipeline/history/${segment(version)}/restore`,
	pipelineTry: (id: string) => `/api/repositories/${segment(id)}/pipeline/try`,
	pipelineSuppose: (id: string) => `/api/repositories/${segment(id)}/pipeline/suppose`,
	pipelineConvert: () => patterns.pipelineConvert,
	pipelineValidate: () => patterns.pipelineValidate,
	session: () => patterns.session,
	stats: () => patterns.stats,
	secrets: (query: Query = {}) => withQuery(patterns.secrets, query),
	secret: (id: string) => `/api/secrets/${segment(id)}`,
	builds: (query: Query = {}) => withQuery(patterns.builds, query),
	build: (id: string) => `/api/builds/${segment(id)}`,
	cancel: (id: string) => `/api/builds/${segment(id)}/cancel`,
	retrigger: (id: string) => `/api/builds/${segment(id)}/retrigger`,
	rerun: (id: string) => `/api/builds/${segment(id)}/rerun`,
	workspace: (id: string, query: Query = {}) => withQuery(`/api/builds/${segment(id)}/workspace`, query),
	steps: (id: string) => `/api/builds/${segment(id)}/steps`,
	logs: (id: string) => `/api/builds/${segment(id)}/logs`,
	logContent: (id: string, query: Query) => withQuery(`/api/builds/${segment(id)}/logs/content`, query),
	logSearch: (id: string, query: Query) => withQuery(`/api/builds/${segment(id)}/logs/search`, query),
	logStream: (id: string, query: Query) => withQuery(`/api/builds/${segment(id)}/logs/stream`, query),
	buildEvents: (id: string, query: Query = {}) => withQuery(`/api/builds/${segment(id)}/events`, query),
	artifacts: (id: string) => `/api/builds/${segment(id)}/artifacts`,
	artifactsZip: (id: string) => `/api/builds/${segment(id)}/artifacts.zip`,
	artifact: (id: string, artifact: string) => `/api/builds/${segment(id)}/artifacts/${segment(artifact)}`,
	artifactDownload: (id: string, artifact: string) =>
		`/api/builds/${segment(id)}/artifacts/${segment(artifact)}/download`,
	webhook: (provider: string, id: string) =>
		provider === "github" ? patterns.githubWebhook : `/api/webhooks/${provider}/${segment(id)}`,
	webhookEvents: (query: Query = {}) => withQuery(patterns.webhookEvents, query),
	webhookEvent: (id: string) => `/api/webhooks/events/${segment(id)}`,
	webhookReplay: (id: string) => `/api/webhooks/events/${segment(id)}/replay`,
	events: (query: Query = {}) => withQuery(patterns.events, query),
	machines: () => patterns.machines,
	machine: (kind: string) => `/api/machines/${segment(kind)}`,
	actors: (query: Query = {}) => withQuery(patterns.actors, query),
	actor: (path: string) => `/api/actors/${address(path)}`,
	journal: (path: string, query: Query = {}) => withQuery(`/api/actors/${address(path)}/journal`, query),
} as const;

function withQuery(path: string, query: Query): string {
	const given = Object.entries(query).flatMap(([name, value]) =>
		value === undefined ? [] : [[name, String(value)] as [string, string]],
	);
	return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
