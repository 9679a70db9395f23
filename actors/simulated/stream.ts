import { countBuilds } from "#db/queries/queue.ts";
import type { Clock } from "#runtime/index.ts";
import type { Ci } from "../ci.ts";
import { type Chance, chanceOf } from "./chance.ts";
import type { Scenario } from "./scenario.ts";
import { type Happening, ifRefused, type Traffic } from "./traffic.ts";
import type { World } from "./world.ts";

export interface StreamParts {
	readonly ci: Ci;
	readonly world: World;
	readonly traffic: Traffic;
	readonly clock: Clock;
	readonly scenario: Scenario;
	/** What is thrown is a bug. */
	readonly onFault: (error: unknown) => void;
}

const often: Readonly<Record<Happening["kind"], number>> = {
	push: 36,
	review: 30,
	byHand: 8,
	idle: 8,
	skipped: 6,
	docs: 5,
	tag: 3,
	gone: 2,
	broken: 2,
};
const branches = ["feature/search", "feature/offline", "feature/dark-mode", "fix/notch", "fix/rounding"];
/** One in so many builds is a slow one. */
const slowOnceIn = 4;
const slowPace = 3;
const pauseSeconds = [20, 40] as const;
/** With more than that nobody pushes: what waits should be seen to run. */
const mostWaiting = 2;

/** From now on something happens every half a minute, as long as the clock runs. */
export function startStream(parts: StreamParts): void {
	const chance = chanceOf("stream");
	const next = () =>
		parts.clock.setTimeout(
			() => void happenOnce(parts, chance).catch(ifRefused).catch(parts.onFault).finally(next),
			chance.between(...pauseSeconds) * 1_000,
		);
	next();
}

async function happenOnce({ ci, world, traffic, scenario }: StreamParts, chance: Chance): Promise<void> {
	const { owner, name } = chance.pick(world.repositories);
	const kind = chance.weighed(often);
	const fate = chance.weighed(scenario.fates);
	const pace = chance.between(1, slowOnceIn) === 1 ? slowPace : 1;
	const tag = `v3.${chance.between(0, 9)}.${chance.between(0, 99)}`;
	const branch = kind === "review" || kind === "broken" ? chance.pick(branches) : "main";
	if (countBuilds(ci.outside.db, "pending") > mostWaiting) return;
	await traffic.happen({ repository: `${owner}/${name}`, kind, fate, pace, tag, branch });
}
