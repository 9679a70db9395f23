import type { EventObject, MachineContext } from "xstate";
import { because, type ReasonedGuard } from "#runtime/machine.ts";

/** What failed in an effect. */
export type Failed = { readonly error: Error };

/** An effect said no, which ends something visibly; anything else is the supervisor's business. */
export function wasRefused<C extends MachineContext, E extends EventObject>(): ReasonedGuard<C, E> {
	return because<C, E>(
		({ event }) =>
			(event as unknown as Failed).error.name === "Refusal" || "It is a fault of the server, not an answer.",
	);
}
