import { backlogLimit } from "#actors/webhook/receive.ts";
import { countBuilds } from "#db/queries/queue.ts";
import type { HealthStatus } from "#db/vocabulary.ts";
import type { KernelState } from "#runtime/index.ts";
import { type Health, health, version } from "../contract/health.ts";
import { patterns } from "../contract/paths.ts";
import type { Deps } from "../deps.ts";
import type { App } from "../server.ts";

const words: Readonly<Record<KernelState, HealthStatus>> = {
	starting: "starting",
	ok: "ok",
	degraded: "degraded",
	stopping: "stopping",
	stopped: "stopping",
	failed: "degraded",
};

export function healthRoutes(app: App, deps: Deps): void {
	const { ci } = deps;
	const startedAt = performance.now();
	app.get(
		patterns.health,
		{ config: { public: true }, schema: { tags: ["server"], summary: "Is it well", response: { 200: health } } },
		async (): Promise<Health> => ({
			status: words[ci.kernel.state],
			reason: ci.kernel.reason ?? null,
			uptime_secs: Math.floor((performance.now() - startedAt) / 1000),
			database: ci.kernel.state === "degraded" ? "unavailable" : "connected",
			workers: { active: countBuilds(ci.outside.db, "running"), max: ci.maxConcurrentBuilds },
			queue: { pending: ci.kernel.childCount("webhooks"), capacity: backlogLimit },
			version: deps.version,
			demo_mode: deps.demo,
		}),
	);
	app.get(
		patterns.version,
		{ config: { public: true }, schema: { tags: ["server"], summary: "Which version", response: { 200: version } } },
		async () => ({
			name: "oored" as const,
			version: deps.version,
			api_version: "1",
		}),
	);
}
