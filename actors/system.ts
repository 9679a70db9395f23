import { type Durable, dynamic, permanent, type Supervisor, supervisor } from "#runtime/index.ts";

/** The actors of the CI by name, every port filled. */
export interface Wired {
	readonly repository: Durable;
	readonly queue: Durable;
	readonly build: Durable;
	readonly webhook: Durable;
	readonly janitor: Durable;
}

export interface SystemOptions {
	readonly maxConcurrentBuilds: number;
	readonly janitorIntervalMs: number;
}

/** A child is tried three times in ten seconds before it is given up on. */
const patience = { intensity: 3, periodMs: 10_000 };

/** The supervision tree: start order, restarts and shutdown on one page. */
export function system(wired: Wired, options: SystemOptions): Supervisor {
	// Durable siblings share no memory: nobody need die with another.
	return supervisor("one_for_one", { intensity: 5, periodMs: 30_000 }, [
		permanent("repositories", dynamic(wired.repository, { restart: "transient", shutdownMs: 1_000, ...patience })),
		permanent("queue", wired.queue, { input: { limit: options.maxConcurrentBuilds } }),
		permanent(
			"builds",
			dynamic(wired.build, {
				restart: "transient",
				shutdownMs: 5_000,
				...patience,
				crashed: ({ id }) => ({ to: "queue", event: { type: "build.crashed", build: id } as { type: string } }),
			}),
		),
		permanent("webhooks", dynamic(wired.webhook, { restart: "transient", shutdownMs: 5_000, ...patience })),
		permanent("janitor", wired.janitor, { input: { intervalMs: options.janitorIntervalMs } }),
	]);
}
