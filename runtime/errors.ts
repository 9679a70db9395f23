/** The store could not commit; nothing of the turn has left, and the kernel goes on trying. */
export class StoreUnavailable extends Error {
	readonly code = "store_unavailable";
	constructor(reason: string, cause?: unknown) {
		super(reason, { cause });
		this.name = "StoreUnavailable";
	}
}

/** The kernel takes no new stimuli: it is starting, stopping, or holding a turn that it cannot commit. */
export class NotAccepting extends Error {
	readonly code = "not_accepting";
	constructor(reason: string) {
		super(reason);
		this.name = "NotAccepting";
	}
}

/** A supervisor's children failed more often than its restart intensity allows. */
export class IntensityExceeded extends Error {
	readonly code = "intensity_exceeded";
	constructor(supervisor: string, child: string, cause: unknown) {
		super(`${supervisor || "root"}: ${child} failed more often than its restart intensity allows`, { cause });
		this.name = "IntensityExceeded";
	}
}

/** A stored snapshot cannot be brought to life: unreadable, or of a version without a way up. */
export class SnapshotUnusable extends Error {
	readonly code = "snapshot_unusable";
	constructor(address: string, reason: string, cause?: unknown) {
		super(`The snapshot of ${address} cannot be used: ${reason}`, cause === undefined ? undefined : { cause });
		this.name = "SnapshotUnusable";
	}
}

/** A machine holds a port that no effect fills. */
export class PortOpen extends Error {
	readonly code = "port_open";
	constructor(ports: readonly string[]) {
		super(`No effect fills ${ports.join(", ")}`);
		this.name = "PortOpen";
	}
}
