import { join, resolve } from "node:path";
import { z } from "zod";
import { type ScenarioName, scenarioNames } from "#actors/simulated/scenario.ts";

/** Everything a server is told by its environment, understood. */
export interface Config {
	readonly dataDir: string;
	readonly databasePath: string;
	readonly folders: {
		readonly mirrors: string;
		readonly workspaces: string;
		readonly runs: string;
		readonly logs: string;
		readonly artifacts: string;
	};
	readonly host: string;
	readonly port: number;
	readonly baseUrl: string | undefined;
	readonly dashboardOrigin: string | undefined;
	readonly encryptionKey: string | undefined;
	readonly gitlabPepper: string | undefined;
	readonly adminToken: string | undefined;
	readonly githubWebhookSecret: string | undefined;
	readonly maxConcurrentBuilds: number;
	readonly maxBuildsPerRepository: number;
	readonly maxLogBytes: number;
	readonly configPrecedence: "database" | "repository";
	readonly limits: { readonly buildTimeoutMs: number; readonly stepTimeoutMs: number; readonly graceMs: number };
	readonly retention: {
		readonly workspacesMs: number;
		readonly logsMs: number;
		readonly artifactsMs: number;
		readonly artifactBuilds: number;
		readonly artifactBytes: number;
		readonly payloadsMs: number;
		readonly journalMs: number;
		readonly finishedActorsMs: number;
	};
	readonly minFreeDiskBytes: number;
	readonly janitorIntervalMs: number;
	readonly maxStreamsPerAddress: number;
	readonly allowLocalRepositories: boolean;
	/** How long running builds are waited for when the server is told to end. */
	readonly shutdownTimeoutMs: number;
	readonly restartRecovery: "resume" | "fail";
	readonly logLevel: string;
	/** What the demo shows; undefined for a server that builds. */
	readonly demo: ScenarioName | undefined;
	readonly clockSpeed: number;
	readonly failpoints: string | undefined;
	readonly clockOffsetMs: number;
}

/** The environment cannot be used: every fault of it, in sentences that name the variable and never its value. */
export class ConfigInvalid extends Error {
	readonly code = "config_invalid";
	constructor(faults: readonly string[]) {
		super(faults.join("\n"));
		this.name = "ConfigInvalid";
	}
}

const flag = z
	.enum(["0", "1", "true", "false"])
	.default("0")
	.transform((text) => text === "1" || text === "true");
const seconds = (initial: number) =>
	z.coerce
		.number()
		.int()
		.min(1)
		.default(initial)
		.transform((count) => count * 1000);
const hours = (initial: number) =>
	z.coerce
		.number()
		.min(0.0001)
		.default(initial)
		.transform((count) => count * 3_600_000);

/** 0 keeps for ever: longer than any clock goes. */
const hoursOrEver = (initial: number) =>
	z.coerce
		.number()
		.min(0)
		.default(initial)
		.transform((count) => (count === 0 ? 1e14 : count * 3_600_000));
/** 0 keeps all. */
const countOrAll = z.coerce
	.number()
	.int()
	.min(0)
	.default(0)
	.transform((count) => (count === 0 ? Number.MAX_SAFE_INTEGER : count));

const schema = z.object({
	OORE_DATA_DIR: z.string().default("./.oore"),
	OORE_DATABASE_URL: z.string().optional(),
	OORE_MIRRORS_DIR: z.string().optional(),
	OORE_WORKSPACES_DIR: z.string().optional(),
	OORE_RUNS_DIR: z.string().optional(),
	OORE_LOGS_DIR: z.string().optional(),
	OORE_ARTIFACTS_DIR: z.string().optional(),
	OORE_BIND_ADDRESS: z
		.string()
		.regex(/^.+:\d{1,5}$/, "must be host:port, e.g. 127.0.0.1:8080")
		.default("0.0.0.0:8080"),
	OORE_BASE_URL: z.url("must be a URL").optional(),
	OORE_DASHBOARD_ORIGIN: z
		.url("must be a URL")
		.refine((url) => new URL(url).origin === url, "must be an origin: scheme, host and port, nothing behind them")
		.optional(),
	OORE_ENCRYPTION_KEY: z.string().optional(),
	GITLAB_SERVER_PEPPER: z.string().min(1).optional(),
	OORE_ADMIN_TOKEN: z
		.string()
		.min(8, "must have at least 8 characters")
		.regex(/^[\x21-\x7e]+$/, "must have no spaces, and no characters that no header can carry")
		.optional(),
	OORE_GITHUB_WEBHOOK_SECRET: z.string().min(1).optional(),
	OORE_MAX_CONCURRENT_BUILDS: z.coerce.number().int().min(1).max(1_000).default(2),
	OORE_MAX_CONCURRENT_BUILDS_PER_REPOSITORY: z.coerce.number().int().min(0).max(1_000).default(0),
	OORE_MAX_BUILD_DURATION_SECS: seconds(3_600),
	OORE_MAX_STEP_DURATION_SECS: seconds(1_800),
	OORE_MAX_LOG_SIZE_BYTES: z.coerce
		.number()
		.int()
		.min(4_096)
		.default(50 * 1024 * 1024),
	OORE_CANCEL_GRACE_SECS: seconds(10),
	OORE_WORKSPACE_RETENTION_HOURS: hours(24),
	OORE_LOG_RETENTION_HOURS: hoursOrEver(24 * 90),
	OORE_ARTIFACT_RETENTION_HOURS: hoursOrEver(24 * 30),
	OORE_ARTIFACT_RETENTION_BUILDS: countOrAll,
	OORE_ARTIFACT_RETENTION_BYTES: countOrAll,
	OORE_MIN_FREE_DISK_MB: z.coerce
		.number()
		.min(0)
		.default(500)
		.transform((mb) => mb * 1024 * 1024),
	OORE_DELIVERY_RETENTION_HOURS: hours(24 * 30),
	OORE_JOURNAL_RETENTION_HOURS: hours(24 * 14),
	OORE_CLEANUP_INTERVAL_SECS: seconds(300),
	OORE_MAX_STREAMS_PER_ADDRESS: z.coerce.number().int().min(1).default(200),
	OORE_ALLOW_LOCAL_REPOSITORIES: flag,
	OORE_SHUTDOWN_TIMEOUT_SECS: z.coerce.number().min(0).optional(),
	OORE_CONFIG_PRECEDENCE: z.enum(["database", "repository"]).default("database"),
	OORE_RESTART_RECOVERY: z.enum(["resume", "fail"]).default("resume"),
	OORE_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
	OORE_DEMO_MODE: flag,
	OORE_DEMO_SCENARIO: z.enum(scenarioNames).default("default"),
	OORE_TEST_MODE: flag,
	OORE_FAILPOINTS: z.string().optional(),
	OORE_TEST_CLOCK_OFFSET_SECS: z.coerce.number().default(0),
	/** Of a demo. */
	OORE_TEST_CLOCK_SPEED: z.coerce.number().positive().default(1),
});

/** Older names that mean the same. */
const synonyms = {
	BASE_URL: "OORE_BASE_URL",
	DASHBOARD_ORIGIN: "OORE_DASHBOARD_ORIGIN",
	ENCRYPTION_KEY: "OORE_ENCRYPTION_KEY",
	DATABASE_URL: "OORE_DATABASE_URL",
	GITHUB_WEBHOOK_SECRET: "OORE_GITHUB_WEBHOOK_SECRET",
} as const;

/** @throws ConfigInvalid with all faults at once */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
	const faults: string[] = [];
	const given = withSynonyms(environment, faults);
	const result = schema.safeParse(given);
	for (const issue of result.error?.issues ?? []) faults.push(`${issue.path.join(".")} ${issue.message}.`);
	const testOnly = ["OORE_FAILPOINTS", "OORE_TEST_CLOCK_OFFSET_SECS", "OORE_TEST_CLOCK_SPEED"].filter(
		(name) => given[name] !== undefined,
	);
	if (result.success && !result.data.OORE_TEST_MODE)
		for (const name of testOnly) faults.push(`${name} is for tests: it needs OORE_TEST_MODE=1.`);
	if (!result.success || faults.length > 0) throw new ConfigInvalid(faults);
	return configOf(result.data);
}

function configOf(env: z.infer<typeof schema>): Config {
	const dataDir = resolve(env.OORE_DATA_DIR);
	const folder = (given: string | undefined, name: string) =>
		given === undefined ? join(dataDir, name) : resolve(given);
	const colon = env.OORE_BIND_ADDRESS.lastIndexOf(":");
	return {
		dataDir,
		databasePath: resolve(
			env.OORE_DATABASE_URL?.replace(/^sqlite:(\/\/)?/, "").replace(/\?.*$/, "") ?? join(dataDir, "oore.db"),
		),
		folders: {
			mirrors: folder(env.OORE_MIRRORS_DIR, "mirrors"),
			workspaces: folder(env.OORE_WORKSPACES_DIR, "workspaces"),
			runs: folder(env.OORE_RUNS_DIR, "runs"),
			logs: folder(env.OORE_LOGS_DIR, "logs"),
			artifacts: folder(env.OORE_ARTIFACTS_DIR, "artifacts"),
		},
		host: env.OORE_BIND_ADDRESS.slice(0, colon).replace(/^\[(.*)\]$/, "$1"),
		port: Number(env.OORE_BIND_ADDRESS.slice(colon + 1)),
		dashboardOrigin: env.OORE_DASHBOARD_ORIGIN,
		baseUrl: env.OORE_BASE_URL?.replace(/\/$/, ""),
		encryptionKey: env.OORE_ENCRYPTION_KEY,
		gitlabPepper: env.GITLAB_SERVER_PEPPER,
		adminToken: env.OORE_ADMIN_TOKEN,
		githubWebhookSecret: env.OORE_GITHUB_WEBHOOK_SECRET,
		maxConcurrentBuilds: env.OORE_MAX_CONCURRENT_BUILDS,
		maxBuildsPerRepository: env.OORE_MAX_CONCURRENT_BUILDS_PER_REPOSITORY,
		maxLogBytes: env.OORE_MAX_LOG_SIZE_BYTES,
		configPrecedence: env.OORE_CONFIG_PRECEDENCE,
		limits: {
			buildTimeoutMs: env.OORE_MAX_BUILD_DURATION_SECS,
			stepTimeoutMs: env.OORE_MAX_STEP_DURATION_SECS,
			graceMs: env.OORE_CANCEL_GRACE_SECS,
		},
		retention: {
			workspacesMs: env.OORE_WORKSPACE_RETENTION_HOURS,
			logsMs: env.OORE_LOG_RETENTION_HOURS,
			artifactsMs: env.OORE_ARTIFACT_RETENTION_HOURS,
			artifactBuilds: env.OORE_ARTIFACT_RETENTION_BUILDS,
			artifactBytes: env.OORE_ARTIFACT_RETENTION_BYTES,
			payloadsMs: env.OORE_DELIVERY_RETENTION_HOURS,
			journalMs: env.OORE_JOURNAL_RETENTION_HOURS,
			finishedActorsMs: env.OORE_JOURNAL_RETENTION_HOURS,
		},
		minFreeDiskBytes: env.OORE_MIN_FREE_DISK_MB,
		janitorIntervalMs: env.OORE_CLEANUP_INTERVAL_SECS,
		maxStreamsPerAddress: env.OORE_MAX_STREAMS_PER_ADDRESS,
		allowLocalRepositories: env.OORE_ALLOW_LOCAL_REPOSITORIES,
		// Steps go on without the server, so that nobody need wait for them, unless they are to be ended.
		shutdownTimeoutMs:
			env.OORE_SHUTDOWN_TIMEOUT_SECS === undefined
				? env.OORE_RESTART_RECOVERY === "fail"
					? env.OORE_CANCEL_GRACE_SECS + 5_000
					: 0
				: env.OORE_SHUTDOWN_TIMEOUT_SECS * 1_000,
		restartRecovery: env.OORE_RESTART_RECOVERY,
		logLevel: env.OORE_LOG_LEVEL,
		demo: env.OORE_DEMO_MODE ? env.OORE_DEMO_SCENARIO : undefined,
		clockSpeed: env.OORE_TEST_CLOCK_SPEED,
		failpoints: env.OORE_FAILPOINTS,
		clockOffsetMs: env.OORE_TEST_CLOCK_OFFSET_SECS * 1000,
	};
}

function withSynonyms(
	environment: Readonly<Record<string, string | undefined>>,
	faults: string[],
): Record<string, string | undefined> {
	const given = { ...environment };
	for (const [old, name] of Object.entries(synonyms)) {
		const value = environment[old];
		if (value === undefined) continue;
		if (given[name] !== undefined && given[name] !== value)
			faults.push(`${old} and ${name} mean the same and differ: keep one.`);
		given[name] = value;
	}
	return given;
}
