import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Push, Scenario, Story } from "./story.ts";

const pipeline = `workflows:
  ci:
    triggering:
      events: [push]
      branch_patterns:
        include: [main, release/*]
    scripts:
      - echo built
  review:
    triggering:
      events: [pull_request]
    scripts:
      - echo reviewed
`;

const wantedBranches = ["main", "main", "release/1", "release/2"];
const unwantedBranches = ["topic/a", "topic/b", "topic/c"];

interface Sent {
	readonly id: string;
	readonly body: unknown;
}

const deliveries = 200;
/** Sent at once; what a batch brings is decided while the next comes in. */
const batch = 25;
const zeros = "0".repeat(40);

/** Of each ten deliveries: one that builds, two that nothing wants, three that ask for nothing, four that came before. */
function deliveryOf(n: number, pushes: readonly Push[]): Sent {
	const wanted = pushes.slice(0, wantedBranches.length);
	const unwanted = pushes.slice(wantedBranches.length);
	const earlier = (back: number) => deliveryOf(n - back, pushes);
	const id = (kind: string) => `${String(n).padStart(3, "0")}-${kind}`;
	const ten = Math.floor(n / 10);
	switch (n % 10) {
		case 0:
			return { id: id("push"), body: wanted[ten % wanted.length] };
		case 1:
			return { id: id("ping"), body: { zen: "Keep it logically awesome." } };
		case 2:
			return earlier(2);
		case 3:
			return { id: id("unwanted"), body: unwanted[ten % unwanted.length] };
		case 4:
			return { id: id("deletion"), body: { ref: "refs/heads/gone", after: zeros } };
		case 5:
			return earlier(2);
		case 6:
			return { id: id("note"), body: { ref: "refs/notes/commits", after: wanted[0]?.after } };
		case 7:
			// Of an earlier batch, as far as there is one.
			return ten >= 3 ? earlier(37) : earlier(6);
		case 8:
			return { id: id("unwanted"), body: unwanted[(ten + 1) % unwanted.length] };
		default:
			return ten >= 4 ? earlier(46) : earlier(1);
	}
}

/** Told to the end of its decisions: no slot is given, because what becomes of builds is told by others. */
export const webhookStorm: Scenario = {
	slots: 0,
	commits: [...wantedBranches, ...unwantedBranches].map((branch) => ({ branch, pipeline })),
	renames: 1,
	async tell({ ci, folder, pushes, deliver }: Story) {
		const file = join(folder, "acknowledged");
		const acknowledged = new Set(existsSync(file) ? readFileSync(file, "utf8").split("\n") : []);
		const all = Array.from({ length: deliveries }, (_, n) => deliveryOf(n, pushes));
		for (let from = 0; from < deliveries; from += batch) {
			await Promise.all(
				all.slice(from, from + batch).map(async ({ id, body }) => {
					// Nobody sends again what was acknowledged before a kill: had it been lost, it would be missing.
					if (acknowledged.has(id)) return;
					await deliver(id, body);
					appendFileSync(file, `${id}\n`);
				}),
			);
		}
		const undecided = ci.outside.db.sqlite.prepare("select 1 from webhook_events where status = 'deciding'");
		await ci.until(() => undecided.get() === undefined);
	},
};
