import { type AnyStateMachine, fromPromise, type PromiseActorLogic } from "xstate";

const unfilled = new WeakSet<object>();

/**
 * A typed hole in a machine: what it needs done, named, without saying how. One file fills it with an effect;
 * a machine whose hole is still open must not run (see `openPorts`).
 */
export function port<Input, Output>(): PromiseActorLogic<Output, Input> {
	const hole = fromPromise<Output, Input>(() => Promise.reject(new Error("This port was never filled.")));
	unfilled.add(hole);
	return hole;
}

/** Names of the ports of a machine, and of the machines it holds, that no effect fills: `build.step.runScript`. */
export function openPorts(machine: AnyStateMachine, path: string = machine.id): string[] {
	return Object.entries(machine.implementations.actors as Record<string, unknown>).flatMap(([name, logic]) => {
		if (typeof logic !== "object" || logic === null) return [];
		if (unfilled.has(logic)) return [`${path}.${name}`];
		const inner = (logic as { machine?: AnyStateMachine }).machine;
		return inner ? openPorts(inner, `${path}.${name}`) : [];
	});
}
