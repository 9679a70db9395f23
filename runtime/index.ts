/** The kernel's front door. Machine files use `machine.ts`, the pure half. */
export { type Address, addressOf, join, parentOf, within } from "./address.ts";
export { type Chart, type ChartEdge, type ChartNode, chartOf } from "./chart.ts";
export {
	type ChildSpec,
	type DynamicSpec,
	permanent,
	type Restart,
	type Strategy,
	temporary,
	transient,
} from "./child-spec.ts";
export { type Clock, SimulatedClock, steady, systemClock } from "./clock.ts";
export { asPort, type Durable, type DurableOptions, durable } from "./durable.ts";
export { type DynamicSupervisor, dynamic } from "./dynamic-supervisor.ts";
export { type EffectFunction, effect } from "./effect.ts";
export { NotAccepting, PortOpen, SnapshotUnusable, StoreUnavailable } from "./errors.ts";
export { type Instant, type Outlook, outlook, outlookThen } from "./explain.ts";
export { type Failpoints, noFailpoints, parseFailpoints } from "./failpoints.ts";
export { Feed } from "./feed.ts";
export { guardInWords } from "./guard-words.ts";
export { patched } from "./journal.ts";
export { Kernel, type KernelState, machinesOf, type Turn } from "./kernel.ts";
export { openPorts } from "./port.ts";
export type { ProjectionMeta } from "./shape.ts";
export type { ActorRow, Commit, JournalEntry, JournalQuery, Store, Write } from "./store.ts";
export { type StoredError, storedError } from "./stored-error.ts";
export { type Supervisor, supervisor } from "./supervisor.ts";
