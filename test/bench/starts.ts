import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cookieOf } from "#actors/build/environment.ts";
import { startCi } from "../support/ci.ts";
import { startServer } from "../support/server.ts";
import { type Measured, median, timed } from "./measure.ts";
import { plannedBuild } from "./plan.ts";

const actors = 10_000;

/** How long until a server is healthy: on an empty folder, and on one with ten thousand live actors. */
export async function starts(): Promise<Measured[]> {
	const empty: number[] = [];
	let idle = 0;
	for (let i = 0; i < 3; i++) {
		let started: Awaited<ReturnType<typeof startServer>> | undefined;
		empty.push(
			await timed(async () => {
				started = await startServer();
				await started.client.health();
			}),
		);
		// Quiet for a moment, so that what starting needed can be let go.
		await new Promise((resolve) => setTimeout(resolve, 2_000));
		idle = started?.memory() ?? Number.NaN;
		await started?.remove();
	}
	const folder = await folderWithActors();
	let restarted: Awaited<ReturnType<typeof startServer>> | undefined;
	const restart = await timed(async () => {
		restarted = await startServer({ folder });
		await restarted.client.health();
	});
	await restarted?.remove();
	return [
		{
			name: "start on an empty folder until healthy",
			value: median(empty),
			floor: null,
			unit: "ms",
			wanted: "< 1 s",
			reached: median(empty) < 1_000,
		},
		{ name: "idle memory", value: idle / 1e6, floor: null, unit: "MB", wanted: "< 130 MB", reached: idle < 130e6 },
		{
			name: "restart with 10,000 live actors until healthy",
			value: restart,
			floor: null,
			unit: "ms",
			wanted: "< 1 s",
			reached: restart < 1_000,
		},
	];
}

/** Ten thousand builds, of which two hold the slots and sleep. */
async function folderWithActors(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), "oore-server-"));
	const ci = await startCi(folder);
	await ci.kernel.turn((turn) => {
		// Slots that nobody gives back: the rest waits.
		for (const build of ["a", "b"]) turn.send("queue", { type: "slot.requested", build });
		for (let i = 0; i < actors; i++) {
			const id = ci.outside.newId();
			const plan = plannedBuild(id, ci.outside.limits, ci.outside.folders);
			turn.start("builds", id, { plan, environment: { COOKIE: cookieOf(id) }, at: turn.at });
		}
	});
	await ci.close();
	return folder;
}
