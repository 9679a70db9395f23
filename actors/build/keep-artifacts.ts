import type { CollectedArtifact } from "../artifact/collected-artifact.ts";
import { writeSystemLog } from "../log/write-system-log.ts";
import type { Outside } from "../outside.ts";
import type { BuildPlan } from "./build-plan.ts";
import { collectArtifacts } from "./collect-artifacts.ts";

/** Effect: what the pipeline wants kept, stored; what was not found or refused stands in the log of its step. */
export function keepArtifacts(outside: Outside) {
	const collect = collectArtifacts(outside);
	return async (
		{ plan }: { readonly plan: BuildPlan },
		{ signal }: { signal: AbortSignal },
	): Promise<{ readonly artifacts: readonly CollectedArtifact[] }> => {
		const { artifacts, warnings } = await collect(
			{ buildId: plan.id, workspace: plan.workspace, patterns: plan.artifacts },
			{ signal },
		);
		const lines = [
			...artifacts.map(
				({ relativePath, sizeBytes, sha256 }) => `Kept ${relativePath} (${sizeBytes} bytes, SHA-256 ${sha256})`,
			),
			...warnings.map((warning) => `Warning: ${warning}`),
		];
		await writeSystemLog(outside.logs, plan.id, plan.scripts.length, lines);
		return { artifacts };
	};
}
