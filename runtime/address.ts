import type { AnyActorRef } from "xstate";

/** Path of ids from the root, e.g. `builds/01J…/step-2`; the root itself is "". */
export type Address = string;

const known = new WeakMap<AnyActorRef, Address>();

export function addressOf(ref: AnyActorRef): Address {
	const cached = known.get(ref);
	if (cached !== undefined) return cached;
	const parent = ref._parent;
	const address = parent ? join(addressOf(parent), ref.id) : "";
	known.set(ref, address);
	return address;
}

export function join(parent: Address, id: string): Address {
	return parent === "" ? id : `${parent}/${id}`;
}

/** The root has no parent: null. */
export function parentOf(address: Address): Address | null {
	if (address === "") return null;
	const slash = address.lastIndexOf("/");
	return slash < 0 ? "" : address.slice(0, slash);
}

/** True for the address itself and everything below it. */
export function within(address: Address, root: Address): boolean {
	return root === "" || address === root || address.startsWith(`${root}/`);
}
