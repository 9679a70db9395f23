import { cancelBuild } from "#actors/build/cancel-build.ts";
import { buildsPage } from "#db/queries/builds.ts";
import type { TestCi } from "../support/ci.ts";

/** A story with one end, told again from the start after every crash as a client would: what was acknowledged changes nothing. */
export interface Scenario {
	readonly pipeline: string;
	readonly slots: number;
	readonly deliveries: readonly string[];
	/** Something to do once the first build's first step runs. */
	readonly meanwhile?: (ci: TestCi, buildId: string) => Promise<void>;
}

const workflow = (scripts: string, rest = "") => `workflows:\n  ci:\n    scripts:\n${scripts}${rest}`;
/** Runs are counted where the builds' workspaces are: a script that ran twice shows. */
const mark = (name: string) => `echo ${name} >> "$OORE_BUILD_DIR/../marks"`;

export const scenarios: Readonly<Record<string, Scenario>> = {
	"three-step build": {
		slots: 2,
		deliveries: ["one"],
		pipeline: workflow(
			`      - ${mark("first")}\n      - |\n          ${mark("second")}\n          echo kept > kept.txt\n      - ${mark("third")}; sleep 0.1\n`,
			"    artifacts:\n      - kept.txt\n",
		),
	},
	"two builds over one slot": {
		slots: 1,
		deliveries: ["one", "two"],
		pipeline: workflow(`      - ${mark("only")}; sleep 0.1\n`),
	},
	"step with a timeout": {
		slots: 2,
		deliveries: ["one"],
		pipeline: workflow(
			`      - script: |\n          ${mark("slow")}\n          sleep 600\n        timeout: 1\n      - ${mark("never")}\n`,
		),
	},
	"build cancelled while running": {
		slots: 2,
		deliveries: ["one"],
		// Whether the script's first line ran before the cancel is chance; that the second step never does is not.
		pipeline: workflow(`      - sleep 600\n      - ${mark("never")}\n`),
		async meanwhile(ci, buildId) {
			const build = buildsPage(ci.outside.db, { order: "newest", limit: 1 })[0];
			if (build?.status === "running")
				await cancelBuild(ci.kernel, ci.outside, buildId, "a test").catch(() => undefined);
		},
	},
};
