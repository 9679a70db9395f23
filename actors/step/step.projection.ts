import type { AnyMachineSnapshot } from "xstate";
import type { buildSteps } from "#db/schema/tables.ts";
import type { StepStatus } from "#db/vocabulary.ts";
import type { ProjectionMeta, Write } from "#runtime/index.ts";
import { endingInWords } from "../build/wording.ts";
import type { StepContext } from "./step.machine.ts";

/** The step's row; it exists since the build does. */
export function projectStep(snapshot: AnyMachineSnapshot, meta: ProjectionMeta): Write[] {
	const { buildId, index, startedAt, finishedAt, ending, stopping } = snapshot.context as StepContext;
	const over = snapshot.status !== "active";
	const status = over ? (snapshot.value as StepStatus) : "running";
	const row: Partial<typeof buildSteps.$inferInsert> = {
		status,
		startedAt,
		finishedAt: over ? (finishedAt ?? meta.at) : null,
		exitCode: ending?.kind === "exited" ? ending.code : null,
		errorMessage: status === "failure" && ending ? (stopping?.reason ?? endingInWords(ending)) : null,
	};
	return [{ patch: "buildSteps", key: { buildId, stepIndex: index }, row }];
}
