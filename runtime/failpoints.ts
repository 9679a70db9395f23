/** Named instants at which a test can kill the process, throw, or wait: `name:kill|error|delay(ms)[:nth]`, comma-separated. */
export const failpointNames = ["before_commit", "after_commit", "effect_start", "effect_end", "store_error"] as const;
export type FailpointName = (typeof failpointNames)[number];

export interface Failpoints {
	/** Called at the instant itself; does nothing unless a test asked for it. */
	hit(name: FailpointName): void;
}

export const noFailpoints: Failpoints = { hit() {} };

interface Armed {
	name: FailpointName;
	action: "kill" | "error" | "delay";
	delayMs: number;
	/** The nth hit only; undefined means every one. */
	nth: number | undefined;
	hits: number;
}

/** @throws with a sentence when the text cannot be understood. */
export function parseFailpoints(text: string): Failpoints {
	const armed = text.split(",").filter(Boolean).map(parseOne);
	return {
		hit(name) {
			for (const point of armed) {
				if (point.name !== name) continue;
				point.hits++;
				if (point.nth === undefined || point.hits === point.nth) act(point);
			}
		},
	};
}

function parseOne(text: string): Armed {
	const match = /^([a-z_]+):(kill|error|delay)(?:\((\d+)\))?(?::(\d+))?$/.exec(text.trim());
	const name = failpointNames.find((known) => known === match?.[1]);
	if (!match || !name) {
		throw new Error(
			`Failpoint "${text}" is not name:kill|error|delay(ms)[:nth] with a name of ${failpointNames.join(", ")}.`,
		);
	}
	return {
		name,
		action: match[2] as Armed["action"],
		delayMs: Number(match[3] ?? 0),
		nth: match[4] === undefined ? undefined : Number(match[4]),
		hits: 0,
	};
}

function act(point: Armed): void {
	switch (point.action) {
		case "kill":
			process.kill(process.pid, "SIGKILL");
			// SIGKILL is on its way; nothing after this instant may happen.
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
			return;
		case "error":
			throw Object.assign(new Error(`failpoint ${point.name}`), { code: "FAILPOINT" });
		case "delay":
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, point.delayMs);
			return;
	}
}
