import type { Provider } from "#db/vocabulary.ts";
import type { Ci } from "../ci.ts";
import type { Doors, Logs, ScriptOrder } from "../doors.ts";
import type { SecretNames, Secrets } from "../secret/secrets.ts";
import { enact } from "./enact.ts";
import type { Enactment } from "./enactment.ts";
import { HeldClock } from "./held-clock.ts";
import { faultyForHours } from "./sample-history.ts";
import { sampleRepositories } from "./sample-repositories.ts";
import { type ScenarioName, scenarioOf } from "./scenario.ts";
import { seed } from "./seed.ts";
import { makeSimulatedGit } from "./simulated-git.ts";
import { makeSimulatedRunner, type SimulatedRunner } from "./simulated-runner.ts";
import { startStream } from "./stream.ts";
import { Traffic } from "./traffic.ts";
import { World } from "./world.ts";

export interface SimulationOptions {
	readonly scenario: ScenarioName;
	/** The present, in ms. */
	readonly nowMs: number;
	/** How many times as fast as the machine's clock; for tests. */
	readonly speed: number;
	/** What is thrown while nobody waits for it. */
	readonly onFault: (error: unknown) => void;
}

/** A machine and providers that are made up. */
export interface Simulation {
	readonly clock: HeldClock;
	doors(logs: Logs, secretsOf: (names: SecretNames) => Secrets): Pick<Doors, "runner" | "git">;
	/** Let a history happen, then the present begin. */
	begin(ci: Ci): Promise<void>;
	end(): void;
}

const hourMs = 3_600_000;
const historyHours = 240;
const answers: Readonly<Record<Provider, string>> = {
	github: "GitHub answers with 503 Service Unavailable (simulated)",
	gitlab: "GitLab answers with 401 Unauthorized: the token has expired (simulated)",
	git: "the host does not answer (simulated)",
};

export function makeSimulation({ scenario: name, nowMs, speed, onFault }: SimulationOptions): Simulation {
	const clock = new HeldClock(nowMs - historyHours * hourMs);
	const world = new World("oore", sampleRepositories);
	const scenario = scenarioOf(name);
	const isFaulty = (provider: Provider) =>
		provider === scenario.faulty && clock.now() >= nowMs - faultyForHours * hourMs;
	const git = makeSimulatedGit(world, (provider) => (isFaulty(provider) ? answers[provider] : undefined));
	let runner: SimulatedRunner | undefined;
	return {
		clock,
		doors(logs, secretsOf) {
			runner = makeSimulatedRunner({ clock, logs, secretsOf, enact: (order) => enactAt(world, order) });
			return { runner, git };
		},
		async begin(ci) {
			if (!runner) throw new Error("The CI stands on other doors than this simulation's.");
			const traffic = new Traffic({ ci, world, clock, isFaulty });
			await seed({ ci, world, traffic, clock, runner, scenario, nowMs });
			clock.release(speed);
			startStream({ ci, world, traffic, clock, scenario, onFault });
		},
		end: () => clock.close(),
	};
}

/** What a script does, by the commit that its build is of. */
function enactAt(world: World, { script, env, log }: ScriptOrder): Enactment {
	const { OORE_COMMIT_SHA: commit = "", OORE_WORKFLOW: workflow = "" } = env;
	const fate = world.fateOf({ commit, workflow, id: log.buildId });
	return enact({ script, env, fate, pace: world.commit(commit)?.pace ?? 1 });
}
