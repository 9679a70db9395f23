import { buildsPage } from "#db/queries/builds.ts";
import { parseFailpoints } from "#runtime/index.ts";
import { startCi } from "../support/ci.ts";
import { scenarios } from "./scenarios.ts";

/** One telling of a scenario in a folder; killed on the way where the environment says so. */
const { SCENARIO = "", FOLDER = "", FAILPOINTS = "", REPOSITORY = "", PUSH = "{}", MIGRATIONS = "" } = process.env;
const scenario = scenarios[SCENARIO];
if (!scenario) throw new Error(`There is no scenario ${SCENARIO}.`);

let commits = 0;
const failpoints = parseFailpoints(FAILPOINTS);
const ci = await startCi(FOLDER, {
	maxConcurrentBuilds: scenario.slots,
	migrations: MIGRATIONS,
	failpoints: {
		hit(name) {
			if (name === "before_commit") commits++;
			failpoints.hit(name);
		},
	},
});
const builds = () => buildsPage(ci.outside.db, { order: "oldest", limit: 10 });
for (const deliveryId of scenario.deliveries) {
	await ci.receive({
		provider: "git",
		eventType: "push",
		deliveryId,
		repositoryId: REPOSITORY,
		body: Buffer.from(PUSH),
		json: JSON.parse(PUSH) as unknown,
		sourceIp: "::1",
	});
}
if (scenario.meanwhile) {
	await ci.until(
		() =>
			ci.outside.db.sqlite.prepare("select 1 from build_steps where status <> 'pending' and step_index = 0").get() !==
			undefined,
	);
	await scenario.meanwhile(ci, builds()[0]?.id ?? "");
}
await ci.until(
	() => builds().length === scenario.deliveries.length && builds().every((build) => build.finishedAt !== null),
);
await ci.close();
process.stdout.write(`${commits}\n`);
