import type {
	ActorLogic,
	AnyActorScope,
	AnyEventObject,
	AnyMachineSnapshot,
	AnyStateMachine,
	ExecutableActionObject,
	InputFrom,
	OutputFrom,
	PromiseActorLogic,
	Snapshot,
} from "xstate";
import { addressOf } from "./address.ts";
import { SnapshotUnusable } from "./errors.ts";
import type { Live, ProjectionMeta, Shape } from "./shape.ts";
import { readSnapshot, type Upcasts } from "./snapshot.ts";
import type { ActorRow, Write } from "./store.ts";
import type { StoredError } from "./stored-error.ts";
import type { System } from "./system.ts";
import { bookOf } from "./turn.ts";

export interface DurableOptions {
	/** Raised whenever stored snapshots change shape; 1 at first. */
	readonly version?: number;
	readonly upcasts?: Upcasts;
	readonly project?: (snapshot: AnyMachineSnapshot, meta: ProjectionMeta) => readonly Write[];
	readonly projectCrash?: (meta: ProjectionMeta, error: StoredError) => readonly Write[];
}

/** A machine whose rows are its own. */
export interface Durable<M extends AnyStateMachine = AnyStateMachine>
	extends ActorLogic<AnyMachineSnapshot, AnyEventObject, InputFrom<M>, System> {
	readonly machine: M;
	readonly shape: Shape<AnyMachineSnapshot>;
}

/** Tells an actor that its own rows could not be written down: it crashes, and comes back from the last that could. */
export const unwritable = "kernel.unwritable";

/** What a parent's row keeps of a durable child: the child's own row has the rest. */
const stub = { status: "active", output: undefined, error: undefined } as const;

/**
 * A machine's logic that commits before it acts: each transition is written into the current turn together with
 * everything it sends, and what it would do to the outside waits for the commit. Its row is found by its address,
 * so a parent's row never contains its children's. Every event reaches the machine with `at`, the time of the turn.
 */
export function durable<M extends AnyStateMachine>(machine: M, options: DurableOptions = {}): Durable<M> {
	const shape = shapeOf(machine, options);
	const restored = new WeakMap<object, ActorRow>();
	return {
		machine,
		shape,
		config: machine.config,
		getInitialSnapshot(scope, input) {
			const held: ExecutableActionObject[] = [];
			const snapshot = machine.getInitialSnapshot(holding(scope, held), input) as AnyMachineSnapshot;
			if (snapshot.status === "error") throw snapshot.error;
			// Deferred work runs when the actor starts: one that never does leaves no row.
			scope.defer(() => {
				const book = bookOf(scope.system);
				const live = book.enter(scope.self, shape);
				release(held, live, scope);
				book.changed(live, { type: "xstate.init", input } as { type: string }, undefined, snapshot);
				if (snapshot.status !== "active") over(live, scope);
			});
			return snapshot;
		},
		restoreSnapshot(_stub, scope) {
			const address = addressOf(scope.self);
			const row = bookOf(scope.system).row(address);
			if (!row) throw new SnapshotUnusable(address, "there is no row");
			const persisted = readSnapshot(row, shape.version, options.upcasts ?? {});
			const snapshot = revive(machine, persisted, scope, row);
			restored.set(scope.self, row);
			return snapshot;
		},
		start(snapshot, scope) {
			const row = restored.get(scope.self);
			if (row) {
				const book = bookOf(scope.system);
				book.deadlines.rearm(book.enter(scope.self, shape, row));
			}
			machine.start(snapshot);
		},
		transition(snapshot, event, scope) {
			const book = bookOf(scope.system);
			const live = book.live(scope.self);
			if (!live) return snapshot;
			if (event.type === unwritable) throw event["error"];
			const held: ExecutableActionObject[] = [];
			const stamped = event["at"] === undefined ? { ...event, at: book.now() } : event;
			const next = machine.transition(snapshot, stamped, holding(scope, held)) as AnyMachineSnapshot;
			if (next.status === "error") throw next.error;
			const armed = release(held, live, scope);
			if (next !== snapshot || armed) book.changed(live, event, snapshot, next);
			if (next.status !== "active") over(live, scope);
			return next;
		},
		getPersistedSnapshot: () => stub as unknown as Snapshot<unknown>,
	};
}

/** A durable machine as what fills a port of another: its input and output are the port's. */
export function asPort<M extends AnyStateMachine>(logic: Durable<M>): PromiseActorLogic<OutputFrom<M>, InputFrom<M>> {
	return logic as unknown as PromiseActorLogic<OutputFrom<M>, InputFrom<M>>;
}

function shapeOf(machine: AnyStateMachine, options: DurableOptions): Shape<AnyMachineSnapshot> {
	return {
		kind: machine.id,
		version: options.version ?? 1,
		persist: (snapshot) => machine.getPersistedSnapshot(snapshot),
		state: (snapshot) => snapshot.value as unknown,
		context: (snapshot) => snapshot.context as Record<string, unknown>,
		status: (snapshot) => (snapshot.status === "error" ? "stopped" : snapshot.status),
		...(options.project && { project: options.project }),
		...(options.projectCrash && { projectCrash: options.projectCrash }),
	};
}

/** The scope of a transition whose actions are kept back until it is known to have succeeded. */
function holding(scope: AnyActorScope, held: ExecutableActionObject[]): AnyActorScope {
	return { ...scope, actionExecutor: (action) => held.push(action as ExecutableActionObject) };
}

/** Let the held actions go; delayed events become deadlines of the row. Answers whether any deadline changed. */
function release(held: readonly ExecutableActionObject[], live: Live, scope: AnyActorScope): boolean {
	const { deadlines } = bookOf(scope.system);
	let armed = false;
	for (const action of held) {
		const params = action.params as
			| { delay?: unknown; id?: string; sendId?: string; event?: { type: string } }
			| undefined;
		if (action.type === "xstate.raise" && typeof params?.delay === "number" && params.event) {
			deadlines.set(live, params.id ?? params.event.type, params.delay, params.event);
			armed = true;
		} else if (action.type === "xstate.cancel" && params?.sendId !== undefined) {
			deadlines.clear(live, params.sendId);
			armed = true;
		} else {
			scope.actionExecutor(action);
		}
	}
	return armed;
}

function over(live: Live, scope: AnyActorScope): void {
	const book = bookOf(scope.system);
	book.deadlines.forget(live);
	book.leave(live);
}

function revive(
	machine: AnyStateMachine,
	persisted: Record<string, unknown>,
	scope: AnyActorScope,
	row: ActorRow,
): AnyMachineSnapshot {
	let snapshot: AnyMachineSnapshot;
	try {
		snapshot = machine.restoreSnapshot(persisted as unknown as Snapshot<unknown>, scope) as AnyMachineSnapshot;
	} catch (error) {
		throw new SnapshotUnusable(row.address, (error as Error).message, error);
	}
	for (const child of Object.values(snapshot.children as Record<string, { getSnapshot(): Snapshot<unknown> }>)) {
		// XState starts only active children: one that could not be restored would be waited for in vain.
		const { status, error } = child.getSnapshot();
		if (status === "error" && error instanceof SnapshotUnusable) throw error;
	}
	return snapshot;
}
