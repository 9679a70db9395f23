import type { AnyActorRef } from "xstate";
import type { Address } from "./address.ts";
import type { Write } from "./store.ts";
import type { StoredError } from "./stored-error.ts";

/** What a projection may know beside the snapshot. */
export interface ProjectionMeta {
	readonly address: Address;
	/** Time of the turn. */
	readonly at: number;
	/** The first commit of this actor. */
	readonly isNew: boolean;
}

/** How actors of one kind are written down. */
export interface Shape<S> {
	readonly kind: string;
	readonly version: number;
	/** Everything needed to restore it; plain JSON. */
	persist(snapshot: S): unknown;
	state(snapshot: S): unknown;
	context(snapshot: S): Readonly<Record<string, unknown>>;
	status(snapshot: S): "active" | "done" | "stopped";
	/** Rows of the read model for this snapshot; pure, runs inside the commit. */
	project?(snapshot: S, meta: ProjectionMeta): readonly Write[];
	/** Rows for an actor that was given up on and whose machine can say nothing any more. */
	projectCrash?(meta: ProjectionMeta, error: StoredError): readonly Write[];
}

// biome-ignore lint/suspicious/noExplicitAny: the kernel holds actors of every kind beside each other
export type AnyShape = Shape<any>;

/** One living actor as the kernel knows it. */
export interface Live {
	readonly address: Address;
	readonly ref: AnyActorRef;
	readonly shape: AnyShape;
	readonly createdAt: number;
	readonly deadlines: Map<string, Deadline>;
	sequence: number;
	isNew: boolean;
	/** Journal entries since the last that carried the whole snapshot. */
	sinceSnapshot: number;
}

/** An `after` that is still to come. */
export interface Deadline {
	readonly at: number;
	readonly event: { readonly type: string };
}
