import { buildsPage } from "#db/queries/builds.ts";
import type { TestCi } from "../support/ci.ts";

/** A story with one end, told again from the start after every crash as a client would: what was acknowledged changes nothing. */
export interface Scenario {
	/** The repository's, in order. */
	readonly commits: readonly { readonly branch?: string; readonly pipeline: string }[];
	readonly slots: number;
	/** Of one stream of a step. */
	readonly logLimitBytes?: number;
	/** All that was written to a log longer than that, by the log's name. */
	readonly written?: Readonly<Record<string, string>>;
	/** Files that are renamed, at least: the mirror, each artifact, each log that is cut. */
	readonly renames: number;
	tell(story: Story): Promise<void>;
}

/** The body of a push. */
export interface Push {
	readonly ref: string;
	readonly after: string;
}

/** What a scenario is told with. */
export interface Story {
	readonly ci: TestCi;
	/** Of this telling and of those before it. */
	readonly folder: string;
	/** One for each commit of the scenario. */
	readonly pushes: readonly Push[];
	/** Resolves when the delivery is acknowledged. */
	deliver(deliveryId: string, body: unknown): Promise<void>;
	/** Ids of the builds there are, oldest first. */
	builds(): string[];
	/** Resolves when a script of the first build has begun, or never will. */
	begun(): Promise<void>;
	/** Resolves when there are so many builds and all of them are over. */
	over(count: number): Promise<void>;
}

export function makeStory(ci: TestCi, folder: string, repositoryId: string, pushes: readonly Push[]): Story {
	const rows = () => buildsPage(ci.outside.db, { order: "oldest", limit: 100 });
	const begun = ci.outside.db.sqlite.prepare(
		"select 1 from build_steps where step_index = 0 and status <> 'pending' order by build_id limit 1",
	);
	return {
		ci,
		folder,
		pushes,
		async deliver(deliveryId, body) {
			await ci.receive({
				provider: "git",
				eventType: "push",
				deliveryId,
				repositoryId,
				body: Buffer.from(JSON.stringify(body)),
				json: body,
				sourceIp: "::1",
				headers: {},
			});
		},
		builds: () => rows().map(({ id }) => id),
		begun: () => ci.until(() => begun.get() !== undefined),
		over: (count) => ci.until(() => rows().length === count && rows().every((build) => build.finishedAt !== null)),
	};
}
