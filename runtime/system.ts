import type { AnyActorRef } from "xstate";

/** XState's actor system, of any actors. */
export type System = AnyActorRef["system"];
