import type { AnyActorRef } from "xstate";
import type { Address } from "./address.ts";
import type { System } from "./system.ts";

/** As in OTP, a message to an actor that has ended is dropped. */
const nobody = { _send() {} } as unknown as AnyActorRef;

/** Target of a `sendTo`: the supervised actor at an address, wherever it is in the tree. */
export function actorAt(address: Address) {
	return ({ system }: { system: System }): AnyActorRef => (system.get(address) as AnyActorRef | undefined) ?? nobody;
}
