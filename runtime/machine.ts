/** The pure half of the runtime: all that a machine file may import. */
export { actorAt } from "./actor-at.ts";
export type { Address } from "./address.ts";
export { because, type ReasonedGuard } from "./because.ts";
export { port } from "./port.ts";
export { storedError } from "./stored-error.ts";
export { timeOf } from "./time-of.ts";
