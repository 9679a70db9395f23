import { mkdir } from "node:fs/promises";
import { runningBuilds } from "#db/queries/builds.ts";
import { sqliteStore } from "#db/store.ts";
import { type Clock, type Failpoints, Kernel, type StoreUnavailable, type Supervisor } from "#runtime/index.ts";
import type { Folders } from "./doors.ts";
import { idMaker } from "./new-id.ts";
import type { Outside } from "./outside.ts";
import { system } from "./system.ts";
import { makeReceive } from "./webhook/receive.ts";
import { wire } from "./wiring.ts";

export interface CiOptions {
	/** Everything outside but what the kernel's clock gives. */
	readonly outside: Omit<Outside, "newId" | "now" | "maxBuildsPerRepository">;
	readonly maxConcurrentBuilds: number;
	/** Of one repository; 0 for as many as there are slots. */
	readonly maxBuildsPerRepository: number;
	readonly janitorIntervalMs: number;
	/** What becomes of builds that ran when the server ended: go on where they are, or fail as interrupted. */
	readonly restartRecovery: "resume" | "fail";
	readonly clock?: Clock;
	readonly failpoints?: Failpoints;
	readonly onFailed?: (error: unknown) => void;
	readonly onHeld?: (reason: StoreUnavailable | undefined) => void;
}

/** The CI, ready to start: the living tree, and what requests need. */
export interface Ci {
	readonly kernel: Kernel;
	readonly outside: Outside;
	readonly tree: Supervisor;
	readonly receive: ReturnType<typeof makeReceive>;
	readonly maxConcurrentBuilds: number;
	/** Restore and go on; the folders exist afterwards. */
	start(): Promise<void>;
}

/** Put the rooms together. @throws PortOpen when a machine names something that no effect does */
export function makeCi(options: CiOptions): Ci {
	const store = sqliteStore(options.outside.db);
	let kernel: Kernel | undefined;
	const now = () => (kernel as Kernel).clock.now();
	const { maxBuildsPerRepository } = options;
	const outside: Outside = { ...options.outside, now, newId: idMaker(now), maxBuildsPerRepository };
	const { clock, failpoints, onFailed, onHeld } = options;
	const tree = system(wire(outside), options);
	kernel = new Kernel({
		store,
		tree,
		...(clock && { clock }),
		...(failpoints && { failpoints }),
		...(onFailed && { onFailed }),
		...(onHeld && { onHeld }),
	});
	const living = kernel;
	return {
		kernel: living,
		tree,
		outside,
		receive: makeReceive(living, outside),
		maxConcurrentBuilds: options.maxConcurrentBuilds,
		async start() {
			await makeFolders(outside.folders);
			const interrupted = options.restartRecovery === "fail" ? runningBuilds(outside.db) : [];
			living.start();
			await living.turn((turn) => {
				turn.send("queue", {
					type: "setLimit",
					limit: options.maxConcurrentBuilds,
					perRepository: options.maxBuildsPerRepository,
				});
				turn.send("janitor", { type: "setInterval", intervalMs: options.janitorIntervalMs });
				for (const id of interrupted) turn.send(`builds/${id}`, { type: "interrupt" });
			});
		},
	};
}

async function makeFolders(folders: Folders): Promise<void> {
	for (const folder of Object.values(folders) as string[]) await mkdir(folder, { recursive: true, mode: 0o700 });
}
