import type { ActorLogic, AnyActorScope, AnyEventObject } from "xstate";
import { addressOf, join } from "./address.ts";
import { backoffDelay } from "./backoff.ts";
import type { DynamicSpec } from "./child-spec.ts";
import type { Durable } from "./durable.ts";
import { exceeded, withRestart } from "./restart-intensity.ts";
import { storedError } from "./stored-error.ts";
import {
	isActive,
	running,
	type SupervisorSnapshot,
	startChild,
	supervisorEvent,
	supervisorShape,
	terminate,
} from "./supervision.ts";
import { restartBackoff } from "./supervisor.ts";
import type { System } from "./system.ts";
import { bookOf } from "./turn.ts";

export interface DynamicSupervisor extends ActorLogic<SupervisorSnapshot, AnyEventObject, unknown, System> {
	readonly child: Durable;
	readonly spec: DynamicSpec;
}

interface Child {
	readonly input: unknown;
	restarts: number[];
	/** Its intensity is spent: it was told so, and the next failure is its last. */
	givenUp: boolean;
}

/**
 * Many children of one kind, started by `supervisor.start { id, input }`; starting one that is there already changes
 * nothing. Intensity counts for each child alone, so that one poisoned build cannot take the others along: a child
 * past it is sent `supervisor.gaveUp { error }` once, to end by its own rules; if it fails at that too it is written
 * off as `crashed` and stays so until a person looks at it. The list of children is the rows below the address.
 */
export function dynamic(child: Durable, spec: DynamicSpec): DynamicSupervisor {
	const families = new WeakMap<object, Map<string, Child>>();
	const familyOf = (scope: AnyActorScope): Map<string, Child> => {
		const family = families.get(scope.self) ?? new Map<string, Child>();
		families.set(scope.self, family);
		return family;
	};

	function fail(scope: AnyActorScope, id: string, error: unknown): void {
		const book = bookOf(scope.system);
		const family = familyOf(scope);
		const failed = family.get(id);
		if (!failed) return;
		const address = join(addressOf(scope.self), id);
		const stopped = terminate(book, address, spec.shutdownMs);
		failed.restarts = withRestart(failed.restarts, book.now(), spec);
		if (spec.restart === "temporary" || failed.givenUp) {
			family.delete(id);
			book.crash(address, child.shape, storedError(error));
			const notice = spec.crashed?.({ id, address });
			if (notice) scope.defer(() => book.at(notice.to)?.ref.send(notice.event));
			return;
		}
		failed.givenUp = exceeded(failed.restarts, spec);
		const lastWords = failed.givenUp ? { type: "supervisor.gaveUp", error: withoutStack(error) } : null;
		const delayMs = backoffDelay(restartBackoff, failed.restarts.length, book.random);
		const revive = { type: "supervisor.revive", ids: [id], lastWords };
		book.hold(() => void stopped.then(() => book.later(delayMs, () => scope.self.send(revive))));
	}

	function revive(scope: AnyActorScope, id: string, lastWords: AnyEventObject | null): void {
		const revived = familyOf(scope).get(id);
		if (!revived) return;
		const ref = startChild(scope, { id, logic: child, input: revived.input });
		if (lastWords && isActive(ref)) scope.defer(() => ref.send(lastWords));
	}

	return {
		child,
		spec,
		getInitialSnapshot: () => running,
		restoreSnapshot: () => running,
		start(_snapshot, scope) {
			const book = bookOf(scope.system);
			const address = addressOf(scope.self);
			const row = book.row(address);
			const live = book.enter(scope.self, supervisorShape, row);
			if (!row) book.changed(live, { type: "xstate.init" }, undefined, running);
			for (const childRow of book.childrenOf(address)) {
				const id = childRow.address.slice(address.length + (address === "" ? 0 : 1));
				familyOf(scope).set(id, { input: undefined, restarts: [], givenUp: false });
				startChild(scope, { id, logic: child });
			}
		},
		transition(snapshot, raw, scope) {
			const book = bookOf(scope.system);
			const live = book.live(scope.self);
			if (!live) return snapshot;
			const event = supervisorEvent(raw);
			const family = familyOf(scope);
			switch (event.type) {
				case "supervisor.start":
					if (family.has(event.id)) return snapshot;
					family.set(event.id, { input: event.input, restarts: [], givenUp: false });
					startChild(scope, { id: event.id, logic: child, input: event.input, afresh: true });
					return snapshot;
				case "child.ended":
					family.delete(event.id);
					return snapshot;
				case "child.failed":
					fail(scope, event.id, event.error);
					break;
				case "supervisor.revive":
					for (const id of event.ids)
						revive(scope, id, (raw["lastWords"] as AnyEventObject | null | undefined) ?? null);
					break;
				case "other":
					return snapshot;
			}
			const next = { ...running };
			book.changed(live, raw, snapshot, next);
			return next;
		},
		getPersistedSnapshot: (snapshot) => snapshot,
	};
}

function withoutStack(error: unknown): { name: string; message: string } {
	const { name, message } = storedError(error);
	return { name, message };
}
