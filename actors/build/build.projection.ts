import type { AnyMachineSnapshot } from "xstate";
import type { artifacts, buildSteps, builds } from "#db/schema/tables.ts";
import type { BuildStatus, StepStatus } from "#db/vocabulary.ts";
import type { ProjectionMeta, StoredError, Write } from "#runtime/index.ts";
import type { BuildContext } from "./build.machine.ts";
import type { PlannedScript } from "./build-plan.ts";
import { artifactsIndex, checkoutIndex, cleanupIndex, publishingIndex } from "./step-index.ts";

type Build = typeof builds.$inferInsert;
type Step = typeof buildSteps.$inferInsert;
type Artifact = typeof artifacts.$inferInsert;

/** Rows of `builds`, of the steps that have not begun, of the server's own steps, and of the artifacts. */
export function projectBuild(snapshot: AnyMachineSnapshot, meta: ProjectionMeta): Write[] {
	const context = snapshot.context as BuildContext;
	const status = statusOf(snapshot);
	const writes: Write[] = meta.isNew
		? [newBuild(context, status, meta.at), ...newSteps(context)]
		: [changedBuild(context, status, meta.at)];
	if (context.startedAt !== null) writes.push(checkout(context, snapshot, meta.at));
	if (context.collectingAt !== null) writes.push(collection(context, snapshot, meta.at));
	if (context.cleaningAt !== null) writes.push(cleaning(context, snapshot, meta.at));
	if (snapshot.matches({ active: "publishing" }) || snapshot.matches({ active: "cleaning" }))
		writes.push(...context.artifacts.map((artifact) => artifactRow(context, artifact, meta.at)));
	if (status !== "pending" && status !== "running") writes.push(...neverRun(context, status));
	return writes;
}

/** A build that was written off: its machine can say nothing any more. */
export function projectBuildCrash({ address, at }: ProjectionMeta, error: StoredError): Write[] {
	const id = address.slice(address.lastIndexOf("/") + 1);
	const errorMessage = `The server failed at this build: ${error.message}`;
	return [
		{ patch: "builds", key: { id }, row: { status: "failure", errorMessage, finishedAt: at } satisfies Partial<Build> },
		{
			patch: "buildSteps",
			key: { buildId: id, status: "running" },
			row: { status: "failure", errorMessage, finishedAt: at },
		},
		{ patch: "buildSteps", key: { buildId: id, status: "pending" }, row: { status: "skipped" } },
	];
}

function statusOf(snapshot: AnyMachineSnapshot): BuildStatus {
	if (snapshot.status === "active") return snapshot.matches("active") ? "running" : "pending";
	return snapshot.value as BuildStatus;
}

function isOver(status: BuildStatus): boolean {
	return status !== "pending" && status !== "running";
}

function newBuild({ plan, ending, createdAt, startedAt }: BuildContext, status: BuildStatus, at: number): Write {
	const row: Build = {
		id: plan.id,
		repositoryId: plan.repositoryId,
		webhookEventId: plan.webhookEventId,
		commitSha: plan.commit,
		ref: plan.ref,
		branch: plan.branch,
		tag: plan.tag,
		targetBranch: plan.targetBranch,
		reviewNumber: plan.reviewNumber,
		message: plan.message,
		author: plan.author,
		triggerType: plan.trigger,
		priority: plan.priority,
		trusted: plan.trusted,
		status,
		workflowName: plan.workflow,
		configSource: plan.configSource,
		rerunOf: plan.rerun?.of ?? null,
		rerunFrom: plan.rerun?.from ?? null,
		inputs: Object.keys(plan.inputs).length > 0 ? JSON.stringify(plan.inputs) : null,
		labels: plan.labels.length > 0 ? JSON.stringify(plan.labels) : null,
		errorMessage: ending?.message ?? null,
		createdAt,
		startedAt,
		finishedAt: isOver(status) ? at : null,
	};
	return { put: "builds", row };
}

function changedBuild({ plan, ending, startedAt, tests }: BuildContext, status: BuildStatus, at: number): Write {
	const row: Partial<Build> = {
		status,
		errorMessage: ending?.message ?? null,
		startedAt,
		tests: tests && JSON.stringify(tests),
		finishedAt: isOver(status) ? at : null,
	};
	return { patch: "builds", key: { id: plan.id }, row };
}

function newSteps({ plan, createdAt }: BuildContext): Write[] {
	const common = {
		buildId: plan.id,
		exitCode: null,
		errorMessage: null,
		startedAt: null,
		finishedAt: null,
		createdAt,
	} as const;
	const own = { ...common, script: null, timeoutSecs: null, ignoreFailure: false, status: "pending" } as const;
	const scriptRow = (script: PlannedScript, index: number): Step => ({
		...common,
		id: `${plan.id}-${index}`,
		stepIndex: index,
		name: script.name,
		script: script.script,
		timeoutSecs: Math.ceil((script.timeoutMs ?? plan.limits.stepTimeoutMs) / 1000),
		ignoreFailure: script.ignoreFailure,
		status: script.skip === null ? "pending" : "skipped",
		errorMessage: script.skip,
	});
	const rows: Step[] = [
		{ ...own, id: `${plan.id}-checkout`, stepIndex: checkoutIndex, name: "Check out" },
		...plan.scripts.map((script, index) => scriptRow(script, index)),
		...plan.publishing.map((script, which) => scriptRow(script, publishingIndex(plan, which))),
		{ ...own, id: `${plan.id}-artifacts`, stepIndex: artifactsIndex(plan), name: "Collect artifacts" },
		{ ...own, id: `${plan.id}-cleanup`, stepIndex: cleanupIndex(plan), name: "Clean up" },
	];
	return rows.map((row) => ({ put: "buildSteps", row }));
}

function checkout(context: BuildContext, snapshot: AnyMachineSnapshot, at: number): Write {
	const running = snapshot.matches({ active: "preparing" });
	const passed = context.numbers !== null;
	const status: StepStatus = running ? "running" : passed ? "success" : (context.ending?.status ?? "failure");
	const row: Partial<Step> = {
		status,
		startedAt: context.startedAt,
		finishedAt: running ? null : (context.preparedAt ?? at),
		errorMessage: status === "failure" ? (context.ending?.message ?? null) : null,
	};
	return { patch: "buildSteps", key: { buildId: context.plan.id, stepIndex: checkoutIndex }, row };
}

function collection(context: BuildContext, snapshot: AnyMachineSnapshot, at: number): Write {
	const running = snapshot.matches({ active: "collecting" });
	const ended: StepStatus = context.collectedAt !== null ? "success" : (context.ending?.status ?? "failure");
	const row: Partial<Step> = {
		status: running ? "running" : ended,
		startedAt: context.collectingAt,
		finishedAt: running ? null : (context.collectedAt ?? at),
	};
	return { patch: "buildSteps", key: { buildId: context.plan.id, stepIndex: artifactsIndex(context.plan) }, row };
}

function cleaning(context: BuildContext, snapshot: AnyMachineSnapshot, at: number): Write {
	const running = snapshot.matches({ active: "cleaning" });
	const row: Partial<Step> = {
		status: running ? "running" : "success",
		startedAt: context.cleaningAt,
		finishedAt: running ? null : at,
	};
	return { patch: "buildSteps", key: { buildId: context.plan.id, stepIndex: cleanupIndex(context.plan) }, row };
}

function artifactRow({ plan }: BuildContext, artifact: BuildContext["artifacts"][number], at: number): Write {
	const { sha256: checksumSha256, ...same } = artifact;
	const row: Artifact = { ...same, checksumSha256, buildId: plan.id, createdAt: at, removedAt: null };
	return { put: "artifacts", row };
}

/** Steps that no longer have a turn: skipped after a failure, cancelled with the build. */
function neverRun({ plan }: BuildContext, status: BuildStatus): Write[] {
	const row: Partial<Step> = { status: status === "cancelled" ? "cancelled" : "skipped" };
	return [{ patch: "buildSteps", key: { buildId: plan.id, status: "pending" }, row }];
}
