import {
	type AnyActorLogic,
	type AnyActorRef,
	type AnyEventObject,
	type AnyMachineSnapshot,
	createActor,
	type InspectionEvent,
} from "xstate";
import type { Address } from "./address.ts";
import { type Clock, steady, systemClock } from "./clock.ts";
import { type Durable, unwritable } from "./durable.ts";
import type { DynamicSupervisor } from "./dynamic-supervisor.ts";
import { NotAccepting, PortOpen, type StoreUnavailable } from "./errors.ts";
import { type Instant, type Outlook, outlook, outlookThen } from "./explain.ts";
import { type Failpoints, noFailpoints } from "./failpoints.ts";
import { Feed } from "./feed.ts";
import { openPorts } from "./port.ts";
import { replay } from "./replay.ts";
import type { JournalEntry, Store, Write } from "./store.ts";
import { terminate } from "./supervision.ts";
import { type Supervision, supervisionOf } from "./supervision-of.ts";
import type { Supervisor } from "./supervisor.ts";
import { TurnBook } from "./turn.ts";

export interface KernelOptions {
	readonly store: Store;
	/** The supervision tree; its address is "". */
	readonly tree: Supervisor;
	readonly clock?: Clock;
	readonly failpoints?: Failpoints;
	/** 0 ≤ x < 1; for back-off jitter. */
	readonly random?: () => number;
	/** The root supervisor gave up: nothing runs any more. The process should say why and end. */
	readonly onFailed?: (error: unknown) => void;
	/** Something the owner of the process should know: a turn is held, or goes on. */
	readonly onHeld?: (reason: StoreUnavailable | undefined) => void;
}

/** What a stimulus from outside may do inside its turn. */
export interface Turn {
	/** Time of the turn, in ms. */
	readonly at: number;
	/** Answers false when nobody lives at the address. */
	send(address: Address, event: AnyEventObject): boolean;
	/** Start a child of a dynamic supervisor; starting one that is there already changes nothing. */
	start(supervisor: Address, id: string, input: unknown): void;
	/** A row of the read model, in the same commit. */
	write(write: Write): void;
}

export type KernelState = "starting" | "ok" | "degraded" | "stopping" | "stopped" | "failed";

/** Restores the tree from the store, takes stimuli in as turns, and stops in order. */
export class Kernel {
	readonly feed: Feed;
	readonly clock: Clock;
	readonly #book: TurnBook;
	readonly #root: AnyActorRef & { start(): unknown };
	readonly #tree: Supervisor;
	readonly #store: Store;
	readonly #onHeld: ((reason: StoreUnavailable | undefined) => void) | undefined;
	#state: KernelState = "starting";
	#reason: string | undefined;

	/** @throws PortOpen when a machine of the tree holds a port that no effect fills. */
	constructor(options: KernelOptions) {
		const { store, tree } = options;
		const open = machinesOf(tree).flatMap((logic) => openPorts(logic.machine));
		if (open.length > 0) throw new PortOpen(open);
		this.#store = store;
		this.#tree = tree;
		this.#onHeld = options.onHeld;
		this.clock = steady(options.clock ?? systemClock(), store.newest().at);
		this.feed = new Feed(store);
		this.#book = new TurnBook({
			store,
			clock: this.clock,
			failpoints: options.failpoints ?? noFailpoints,
			random: options.random ?? Math.random,
			onCommitted: (entries) => this.feed.publish(entries),
			onHeld: (reason) => this.#held(reason),
			onUnwritable: (live, error) => this.#book.stimulate(() => live.ref.send({ type: unwritable, error })),
		});
		this.#root = createActor(tree as AnyActorLogic, { id: "" });
		this.#root.subscribe({
			error: (error) => {
				this.#state = "failed";
				this.#reason = (error as Error).message;
				options.onFailed?.(error);
			},
		});
	}

	/** Restore what is alive and run what it was doing. When this returns, the first turn is on disk. */
	start(): void {
		const rows = new Map(this.#store.loadActive().map((row) => [row.address, row]));
		this.#book.open(this.#root.system, rows);
		this.#root.start();
		this.#book.booted();
		this.#book.flush();
		if (this.#state === "starting") this.#state = "ok";
	}

	/**
	 * Take a stimulus in. Resolves with its answer when everything it caused is on disk.
	 * @throws NotAccepting before `start`, while stopping, or while a turn is held
	 * @throws StoreUnavailable when the turn could not be committed at the first attempt; it may be later
	 */
	async turn<T>(stimulus: (turn: Turn) => T): Promise<T> {
		if (this.#state !== "ok") throw new NotAccepting(this.#reason ?? `The server is ${this.#state}.`);
		let answer: { value: T } | undefined;
		this.#book.stimulate(() => {
			answer = { value: stimulus(this.#turn()) };
		});
		await this.#book.committed();
		if (!answer) throw new NotAccepting("The server is stopping.");
		return answer.value;
	}

	get state(): KernelState {
		return this.#state;
	}

	/** Why the state is what it is; undefined while all is well. */
	get reason(): string | undefined {
		return this.#reason;
	}

	get liveActors(): number {
		return this.#book.liveCount;
	}

	/** Living actors directly below an address. */
	childCount(parent: Address): number {
		return this.#book.childCount(parent);
	}

	/** Changes when the actor at an address is restarted; undefined while nobody lives there. */
	incarnation(address: Address): string | undefined {
		return this.#book.at(address)?.ref.sessionId;
	}

	/** What can happen to a living actor now, and why not the rest; undefined when nobody lives there. */
	explain(address: Address, events?: Readonly<Record<string, AnyEventObject>>): Outlook[] | undefined {
		const snapshot = this.#book.at(address)?.ref.getSnapshot() as AnyMachineSnapshot | undefined;
		return snapshot && "machine" in snapshot ? outlook(snapshot, events) : undefined;
	}

	/**
	 * The same for an instant of the past of an actor of that kind, by today's machine; nothing is run. Undefined for a
	 * supervisor, which has no machine; `unknown` where today's machine does not know the state.
	 */
	explainThen(kind: string, instant: Instant): ReturnType<typeof outlookThen> | "unknown" {
		const machine = machinesOf(this.#tree).find((logic) => logic.machine.id === kind)?.machine;
		return machine && (outlookThen(machine, instant) ?? "unknown");
	}

	/** By which rules the supervisor at an address works; undefined for any other actor. */
	supervision(address: Address): Supervision | undefined {
		return supervisionOf(this.#tree, address);
	}

	/** The rows that the projections wrote of a part of the journal: oldest first, each actor from its first entry on. */
	replay(entries: readonly JournalEntry[]): Write[] {
		return replay(machinesOf(this.#tree), entries);
	}

	/** XState's own inspection events, before they are committed: for debuggers. No observer, no work. */
	inspect(observer: (event: InspectionEvent) => void): () => void {
		const subscription = this.#root.system.inspect(observer);
		return () => subscription.unsubscribe();
	}

	/** Children in reverse start order, each given its `shutdownMs`. Everything was committed before; nothing is lost. */
	async stop(): Promise<void> {
		if (this.#state === "stopped" || this.#state === "stopping") return;
		this.#state = "stopping";
		this.#book.flush();
		for (const spec of this.#tree.specs.toReversed()) await terminate(this.#book, spec.id, spec.shutdownMs);
		this.#book.close();
		this.#state = "stopped";
	}

	#turn(): Turn {
		const book = this.#book;
		return {
			at: book.now(),
			send: (address, event) => {
				const live = book.at(address);
				live?.ref.send(event);
				return live !== undefined;
			},
			start: (supervisor, id, input) => book.at(supervisor)?.ref.send({ type: "supervisor.start", id, input }),
			write: (write) => book.write(write),
		};
	}

	#held(reason: StoreUnavailable | undefined): void {
		if (this.#state === "ok" || this.#state === "degraded" || this.#state === "starting") {
			this.#state = reason ? "degraded" : "ok";
			this.#reason = reason?.message;
		}
		this.#onHeld?.(reason);
	}
}

/** Every durable machine of a tree, in start order. */
export function machinesOf(tree: Supervisor): Durable[] {
	return tree.specs.flatMap(({ logic }) => {
		if ("specs" in logic) return machinesOf(logic as unknown as Supervisor);
		if ("child" in logic) return withInner((logic as unknown as DynamicSupervisor).child);
		return "machine" in logic ? withInner(logic as unknown as Durable) : [];
	});
}

function withInner(logic: Durable): Durable[] {
	const inner = Object.values(logic.machine.implementations.actors as Record<string, unknown>).filter(
		(candidate): candidate is Durable => typeof candidate === "object" && candidate !== null && "machine" in candidate,
	);
	return [logic, ...inner.flatMap(withInner)];
}
