import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { findArtifacts } from "../artifact/globs.ts";
import { Masker } from "../log/masker.ts";
import { writeSystemLog } from "../log/write-system-log.ts";
import type { Outside } from "../outside.ts";
import { readTestReport } from "../report/read-test-report.ts";
import { mergeReports, type TestReport } from "../report/test-report.ts";
import { readExported } from "../step/exported-env.ts";
import { type BuildPlan, secretNames } from "./build-plan.ts";
import { collectArtifacts } from "./collect-artifacts.ts";
import { exportedFile, exportFolder } from "./environment.ts";
import type { KeepOrder, Kept } from "./kept.ts";
import { artifactsIndex } from "./step-index.ts";

/** Effect: what the pipeline wants kept, stored, and its test reports read; the log of its step says what was found and what not. */
export function keepArtifacts(outside: Outside) {
	const collect = collectArtifacts(outside);
	return async ({ plan, environment }: KeepOrder, { signal }: { signal: AbortSignal }): Promise<Kept> => {
		const { workspace } = plan;
		const exported = await readFile(exportedFile(plan), "utf8").catch(() => "");
		const variables = { ...environment, ...readExported(exported).variables };
		const order = {
			buildId: plan.id,
			workspace,
			patterns: plan.artifacts,
			variables,
			exports: exportFolder(plan),
		};
		const { artifacts, warnings } = await collect(order, { signal });
		const reports = await readReports(plan, variables, signal);
		const lines = [
			...artifacts.map(
				({ relativePath, sizeBytes, sha256 }) => `Kept ${relativePath} (${sizeBytes} bytes, SHA-256 ${sha256})`,
			),
			...reports.lines,
			...[...warnings, ...reports.warnings].map((warning) => `Warning: ${warning}`),
		];
		const masker = new Masker(outside.secrets(secretNames(plan)).hidden);
		await writeSystemLog(
			outside.logs,
			plan.id,
			artifactsIndex(plan),
			lines.map((line) => masker.maskText(line)),
		);
		const tests = reports.found.length > 0 ? mergeReports(reports.found.map((report) => masked(report, masker))) : null;
		return { artifacts, tests };
	};
}

async function readReports(plan: BuildPlan, variables: Readonly<Record<string, string>>, signal: AbortSignal) {
	const found: TestReport[] = [];
	const lines: string[] = [];
	const patterns = plan.scripts.filter(({ skip }) => skip === null).flatMap(({ testReports }) => testReports);
	if (patterns.length === 0) return { found, lines, warnings: [] };
	const { files, warnings } = await findArtifacts(plan.workspace, patterns, signal, variables);
	const problems = [...warnings];
	for (const { path, relativePath } of files) {
		const report = await readTestReport(relativePath, createReadStream(path, { signal }));
		if ("unreadable" in report) problems.push(`${relativePath}: ${report.unreadable}`);
		else {
			found.push(inWorkspace(report, plan.workspace));
			lines.push(`Read ${relativePath}: ${report.passed} of ${report.total} tests passed`);
		}
	}
	return { found, lines, warnings: problems };
}

/** A test that fails tells what it compared. */
function masked(report: TestReport, masker: Masker): TestReport {
	const failures = report.failures.map((failure) => ({ ...failure, message: masker.maskText(failure.message) }));
	return { ...report, failures };
}

/** Tools write absolute paths; people know theirs from the repository. */
function inWorkspace(report: TestReport, workspace: string): TestReport {
	const shorter = (text: string) => text.replaceAll(`${workspace}/`, "");
	return {
		...report,
		failures: report.failures.map((failure) => ({
			...failure,
			suite: shorter(failure.suite),
			message: shorter(failure.message),
			...(failure.file !== undefined && { file: shorter(failure.file) }),
		})),
	};
}
