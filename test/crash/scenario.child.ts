import { startCi } from "../support/ci.ts";
import { countInstants, watchRenames } from "./instants.ts";
import { scenarios } from "./scenarios.ts";
import { makeStory, type Push } from "./story.ts";

/** One telling of a scenario in a folder; killed on the way where the environment says so. */
const { SCENARIO = "", FOLDER = "", KILL = "", REPOSITORY = "", PUSHES = "[]", MIGRATIONS = "" } = process.env;
const scenario = scenarios[SCENARIO];
if (!scenario) throw new Error(`There is no scenario ${SCENARIO}.`);

const instants = countInstants(KILL);
watchRenames(instants);
const ci = await startCi(FOLDER, {
	maxConcurrentBuilds: scenario.slots,
	migrations: MIGRATIONS,
	failpoints: instants,
	...(scenario.logLimitBytes !== undefined && { logLimitBytes: scenario.logLimitBytes }),
});
await scenario.tell(makeStory(ci, FOLDER, REPOSITORY, JSON.parse(PUSHES) as Push[]));
await ci.close();
process.stdout.write(JSON.stringify(instants.counts));
