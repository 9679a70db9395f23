import { type AnyActorLogic, type AnyActorRef, type AnyActorScope, createActor, type Snapshot } from "xstate";
import { type Address, addressOf, join } from "./address.ts";
import type { Shape } from "./shape.ts";
import { bookOf, type TurnBook } from "./turn.ts";

/** A supervisor's snapshot: its own row says only that it lives; its children have rows of their own. */
export type SupervisorSnapshot = Snapshot<undefined> & { readonly state: "running" | "restarting" };

export type SupervisorEvent =
	| { readonly type: "supervisor.start"; readonly id: string; readonly input: unknown }
	| { readonly type: "supervisor.revive"; readonly ids: readonly string[] }
	| { readonly type: "child.ended"; readonly id: string }
	| { readonly type: "child.failed"; readonly id: string; readonly error: unknown }
	| { readonly type: "other" };

/** XState's words for a child's end, in ours. */
export function supervisorEvent(event: { readonly type: string }): SupervisorEvent {
	const {
		actorId,
		error,
		output: _output,
		...rest
	} = event as { type: string; actorId?: string; error?: unknown; output?: unknown };
	if (actorId !== undefined && rest.type.startsWith("xstate.done.actor.")) return { type: "child.ended", id: actorId };
	if (actorId !== undefined && rest.type.startsWith("xstate.error.actor."))
		return { type: "child.failed", id: actorId, error };
	if (rest.type === "supervisor.start" || rest.type === "supervisor.revive") return rest as SupervisorEvent;
	return { type: "other" };
}

export const supervisorShape: Shape<SupervisorSnapshot> = {
	kind: "supervisor",
	version: 1,
	persist: () => ({ value: "running" }),
	state: (snapshot) => snapshot.state,
	context: () => nothing,
	status: () => "active",
};
const nothing = {};

export const running: SupervisorSnapshot = { status: "active", output: undefined, error: undefined, state: "running" };

/** Create and start a child: from its row if it has one that is alive and `afresh` does not forbid it, else from its input. */
export function startChild(
	scope: AnyActorScope,
	child: { readonly id: string; readonly logic: AnyActorLogic; readonly input?: unknown; readonly afresh?: boolean },
): AnyActorRef {
	const book = bookOf(scope.system);
	const address = join(addressOf(scope.self), child.id);
	const row = child.afresh ? undefined : book.row(address);
	const ref = createActor(child.logic, {
		id: child.id,
		parent: scope.self,
		systemId: address,
		...(row?.status === "active"
			? { snapshot: { status: "active", output: undefined, error: undefined } }
			: { input: child.input }),
	} as Parameters<typeof createActor>[1]);
	ref.start();
	return ref;
}

/**
 * End everything at and below an address: from now on it changes nothing and its effects are told to stop. Resolves
 * when they have, or after `shutdownMs`. The rows stay as committed, so it can be started from them again.
 */
export function terminate(book: TurnBook, address: Address, shutdownMs: number): Promise<void> {
	for (const live of book.abandon(address)) {
		book.deadlines.forget(live);
		if (isActive(live.ref)) live.ref.send({ type: "xstate.stop" });
	}
	return book.effects.stop(address, shutdownMs);
}

/** False for an actor that has ended or failed: it takes no more messages. */
export function isActive(ref: AnyActorRef): boolean {
	return (ref.getSnapshot() as Snapshot<unknown>).status === "active";
}
