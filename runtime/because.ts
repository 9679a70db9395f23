import type { EventObject, MachineContext } from "xstate";

/** What a judge sees. */
export interface Case<C, E> {
	context: C;
	event: E;
}

/** Answers `true`, or the sentence that says why not. */
export type Judge<C, E> = (its: Case<C, E>) => true | string;

/** A guard that can say why it said no. */
export interface ReasonedGuard<C, E> {
	(its: Case<C, E>, params?: unknown): boolean;
	readonly judge: Judge<C, E>;
}

/**
 * One function gives guard and reason: the guard passes when the judge answers `true`; its sentence is what the
 * inspector, the CLI and the build page show otherwise.
 */
export function because<C extends MachineContext, E extends EventObject>(judge: Judge<C, E>): ReasonedGuard<C, E> {
	const guard = (its: Case<C, E>) => judge(its) === true;
	return Object.assign(guard, { judge });
}
