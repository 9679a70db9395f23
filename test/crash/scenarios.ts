import { cancelBuild } from "#actors/build/cancel-build.ts";
import { buildById } from "#db/queries/builds.ts";
import type { Scenario, Story } from "./story.ts";
import { webhookStorm } from "./webhook-storm.ts";

const workflow = (scripts: string, rest = "") => `workflows:\n  ci:\n    scripts:\n${scripts}${rest}`;
/** Runs are counted where the builds' workspaces are: a script that ran twice shows. */
const mark = (name: string) => `echo ${name} >> "$OORE_BUILD_DIR/../marks"`;

/** Deliveries of the first commit, one after another, until their builds are over. */
function builtFrom(...deliveries: readonly string[]) {
	return async ({ deliver, pushes, over }: Story) => {
		for (const delivery of deliveries) await deliver(delivery, pushes[0]);
		await over(deliveries.length);
	};
}

const logLimitBytes = 200_000;
/** More than a follower moves at once, in several goes: the log is cut while the script still writes. */
const goes = [1, 2, 3];
const linesAGo = 80_000;
const linesOf = (word: string) => Array.from({ length: linesAGo }, (_, line) => `${word} ${line + 1}\n`).join("");
const writeLines = (word: string, count = linesAGo) =>
	`awk 'BEGIN { for (i = 1; i <= ${count}; i++) print "${word} " i }'`;

export const scenarios: Readonly<Record<string, Scenario>> = {
	"three-step build": {
		slots: 2,
		commits: [
			{
				pipeline: workflow(
					`      - ${mark("first")}\n      - |\n          ${mark("second")}\n          echo kept > kept.txt\n      - ${mark("third")}; sleep 0.1\n`,
					"    artifacts:\n      - kept.txt\n",
				),
			},
		],
		renames: 2,
		tell: builtFrom("one"),
	},
	"two builds over one slot": {
		slots: 1,
		commits: [{ pipeline: workflow(`      - ${mark("only")}; sleep 0.1\n`) }],
		renames: 1,
		tell: builtFrom("one", "two"),
	},
	"step with a timeout": {
		slots: 2,
		commits: [
			{
				pipeline: workflow(
					`      - script: |\n          ${mark("slow")}\n          sleep 600\n        timeout: 1\n      - ${mark("never")}\n`,
				),
			},
		],
		renames: 1,
		tell: builtFrom("one"),
	},
	"build cancelled while running": {
		slots: 2,
		// Whether the script's first line ran before the cancel is chance; that the second step never does is not.
		commits: [{ pipeline: workflow(`      - sleep 600\n      - ${mark("never")}\n`) }],
		renames: 1,
		async tell({ ci, deliver, pushes, begun, builds, over }) {
			await deliver("one", pushes[0]);
			await begun();
			const build = buildById(ci.outside.db, builds()[0] ?? "");
			if (build?.status === "running")
				await cancelBuild(ci.kernel, ci.outside, build.id, "a test").catch(() => undefined);
			await over(1);
		},
	},
	"artifacts of a failed build": {
		slots: 2,
		commits: [
			{
				pipeline: workflow(
					[
						`      - |\n          ${mark("made")}\n          mkdir -p out/deep/er out/empty`,
						"          echo app > out/app.apk\n          : > out/deep/nothing.txt",
						`          ${writeLines("symbol", 20_000)} > out/deep/er/symbols.txt`,
						'          ln -s app.apk out/link.apk\n          mkdir -p "$CM_EXPORT_DIR"\n          echo report > "$CM_EXPORT_DIR/report.txt"',
						`      - ${mark("failed")}; exit 3\n      - ${mark("never")}\n`,
					].join("\n"),
					"    artifacts:\n      - out/**/*.txt\n      - out/*.apk\n      - missing/*.zip\n",
				),
			},
		],
		renames: 5,
		tell: builtFrom("one"),
	},
	"newer push of the branch": {
		slots: 1,
		commits: [
			{ pipeline: workflow("      - sleep 600\n") },
			{ pipeline: workflow(`      - ${mark("never")}\n`) },
			{
				pipeline: workflow(
					`      - ${mark("newest")}\n`,
					"    triggering:\n      events: [push]\n      cancel_previous_builds: true\n",
				),
			},
		],
		renames: 1,
		async tell({ ci, deliver, pushes, begun, builds, over }) {
			await deliver("runs", pushes[0]);
			await begun();
			await deliver("waits", pushes[1]);
			await ci.until(() => builds().length >= 2);
			await deliver("replaces both", pushes[2]);
			await over(3);
		},
	},
	"log beyond its limit": {
		slots: 2,
		logLimitBytes,
		commits: [
			{
				pipeline: workflow(
					[
						`      - |\n          ${mark("told")}`,
						...goes.map((go) => `          ${writeLines(`go ${go} line`)}; sleep 0.1`),
						`          ${writeLines("error")} >&2\n      - ${mark("short")}; echo short\n`,
					].join("\n"),
				),
			},
		],
		written: {
			"step-0-stdout.log": goes.map((go) => linesOf(`go ${go} line`)).join(""),
			"step-0-stderr.log": linesOf("error"),
		},
		renames: 5,
		tell: builtFrom("one"),
	},
	"storm of webhooks": webhookStorm,
};
