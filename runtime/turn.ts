import type { AnyActorRef } from "xstate";
import { type Address, addressOf, parentOf, within } from "./address.ts";
import { type Backoff, backoffDelay } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import { Deadlines } from "./deadlines.ts";
import { Effects } from "./effects.ts";
import { StoreUnavailable } from "./errors.ts";
import type { Failpoints } from "./failpoints.ts";
import { type Draft, entryOf, snapshotEvery } from "./journal.ts";
import type { AnyShape, Deadline, Live } from "./shape.ts";
import type { ActorRow, Commit, JournalEntry, Store, Write } from "./store.ts";
import { type StoredError, toJson } from "./stored-error.ts";
import type { System } from "./system.ts";

/*
 * K1. A turn is everything that happens synchronously because of one stimulus; turns of one tick share one commit.
 * K2. Nothing leaves before COMMIT returned: effects, acks and frames wait in `held`.
 * K3. A commit that fails keeps the turn whole: it is tried again, and until then no further stimulus is taken.
 * K4. Only what is live can change: an actor that was given up or replaced ignores whatever still reaches it.
 * K5. A transition that throws leaves no trace: neither in the rows nor in the messages it would have sent.
 */

export interface TurnBookOptions {
	readonly store: Store;
	readonly clock: Clock;
	readonly failpoints: Failpoints;
	readonly random: () => number;
	/** Entries of a commit, after it is on disk. */
	readonly onCommitted: (entries: readonly JournalEntry[]) => void;
	/** The reason why the current turn cannot be committed; undefined when it could. */
	readonly onHeld: (reason: StoreUnavailable | undefined) => void;
	/** An actor's own rows could not be written down: its bug, not the store's. */
	readonly onUnwritable: (live: Live, error: unknown) => void;
}

interface Touched {
	readonly live: Live;
	readonly after: unknown;
}

interface Sealed {
	readonly commit: Commit;
	readonly lives: readonly Live[];
	readonly held: readonly (() => void)[];
	readonly waiters: readonly PromiseWithResolvers<void>[];
}

const retry: Backoff = { baseMs: 100, maxMs: 2_000 };
const books = new WeakMap<System, TurnBook>();

/** The book of the actor system that a scope belongs to. */
export function bookOf(system: System): TurnBook {
	const book = books.get(system);
	if (!book) throw new Error("This actor runs outside a kernel: durable actors and effects need one.");
	return book;
}

/** Keeps the books of the current turn and commits it. */
export class TurnBook {
	readonly deadlines: Deadlines;
	readonly effects: Effects;
	readonly #options: TurnBookOptions;
	readonly #live = new Map<Address, Live>();
	readonly #children = new Map<Address, number>();
	readonly #sources = new WeakMap<object, AnyActorRef>();
	#touched = new Map<Address, Touched>();
	#drafts: Draft[] = [];
	#writes: Write[] = [];
	#crashes: { row: ActorRow; isNew: boolean }[] = [];
	#held: (() => void)[] = [];
	#waiters: PromiseWithResolvers<void>[] = [];
	#at: number | undefined;
	#flushing = false;
	#stuck: { sealed: Sealed; attempt: number } | undefined;
	#postponed: (() => void)[] = [];
	#boot: Map<Address, ActorRow> | undefined;
	#lastId: number;
	#closed = false;

	constructor(options: TurnBookOptions) {
		this.#options = options;
		this.deadlines = new Deadlines(options.clock, this);
		this.effects = new Effects(options.clock, options.failpoints);
		this.#lastId = options.store.newest().id;
	}

	open(system: System, boot: Map<Address, ActorRow>): void {
		books.set(system, this);
		this.#boot = boot;
		// The only hook that knows who sent an event.
		system.inspect((inspection) => {
			if (inspection.type === "@xstate.event" && inspection.sourceRef)
				this.#sources.set(inspection.event, inspection.sourceRef as AnyActorRef);
		});
	}

	get random(): () => number {
		return this.#options.random;
	}

	/** A stimulus after a delay; not durable, so only for what a restart of the process would redo anyway. */
	later(delayMs: number, stimulus: () => void): void {
		this.#options.clock.setTimeout(() => this.stimulate(stimulus), delayMs);
	}

	/** Rows read at start are done with; later restarts read their own. */
	booted(): void {
		this.#boot = undefined;
	}

	/** Time of this turn: the same for everything in it. */
	now(): number {
		this.#at ??= this.#options.clock.now();
		return this.#at;
	}

	/** Take something from outside in as (part of) a turn. While a turn is held it waits its turn (K3). */
	stimulate(stimulus: () => void): void {
		if (this.#closed) return;
		if (this.#stuck) {
			this.#postponed.push(stimulus);
			return;
		}
		stimulus();
		this.#schedule();
	}

	/** Resolves when everything so far is on disk. @throws StoreUnavailable when the first attempt fails. */
	committed(): Promise<void> {
		if (this.#stuck) return Promise.reject(new StoreUnavailable("The last turn is not on disk yet."));
		const waiter = Promise.withResolvers<void>();
		this.#waiters.push(waiter);
		this.#schedule();
		return waiter.promise;
	}

	/** Run after the commit (K2). */
	hold(leave: () => void): void {
		this.#held.push(leave);
		this.#schedule();
	}

	write(write: Write): void {
		this.#writes.push(write);
	}

	live(ref: AnyActorRef): Live | undefined {
		const live = this.#live.get(addressOf(ref));
		return live?.ref === ref ? live : undefined;
	}

	at(address: Address): Live | undefined {
		return this.#live.get(address);
	}

	everyone(): Iterable<Live> {
		return this.#live.values();
	}

	get liveCount(): number {
		return this.#live.size;
	}

	/** Living actors directly below an address. */
	childCount(parent: Address): number {
		return this.#children.get(parent) ?? 0;
	}

	#count(address: Address, by: 1 | -1): void {
		const parent = parentOf(address) ?? "";
		this.#children.set(parent, this.childCount(parent) + by);
	}

	/** An actor begins, anew or from its row. */
	enter(ref: AnyActorRef, shape: AnyShape, row?: ActorRow): Live {
		const live: Live = {
			address: addressOf(ref),
			ref,
			shape,
			createdAt: row?.createdAt ?? this.now(),
			deadlines: new Map(row?.deadlines ? (JSON.parse(row.deadlines) as [string, Deadline][]) : []),
			sequence: row?.sequence ?? 0,
			isNew: !row,
			sinceSnapshot: row ? 0 : snapshotEvery,
		};
		this.#live.set(live.address, live);
		this.#count(live.address, 1);
		return live;
	}

	/** An actor is over, or belongs to the past: from here on it changes nothing (K4). */
	leave(live: Live): void {
		if (this.#live.get(live.address) !== live) return;
		this.#live.delete(live.address);
		this.#count(live.address, -1);
	}

	/** Note one transition of a live actor. */
	changed(live: Live, event: { readonly type: string }, before: unknown, after: unknown): void {
		const source = this.#sources.get(event);
		live.sequence++;
		const withSnapshot = ++live.sinceSnapshot >= snapshotEvery;
		if (withSnapshot) live.sinceSnapshot = 0;
		this.#drafts.push({
			live,
			sequence: live.sequence,
			event,
			source: source ? addressOf(source) : null,
			before: before === undefined ? undefined : live.shape.context(before),
			after,
			withSnapshot,
		});
		this.#touched.set(live.address, { live, after });
		this.#schedule();
	}

	/** Last committed row of an actor; what this turn is about to commit does not count. */
	row(address: Address): ActorRow | undefined {
		return this.#boot?.get(address) ?? this.#options.store.load(address);
	}

	/** Active children of a supervisor, as committed. */
	childrenOf(address: Address): ActorRow[] {
		const rows = this.#boot ? [...this.#boot.values()] : this.#options.store.loadWithin(address);
		return rows.filter((row) => row.parent === address && row.address !== address && row.status === "active");
	}

	/** Write an actor off: its row says why, its last good snapshot stays for whoever looks into it. */
	crash(address: Address, shape: AnyShape, error: StoredError): void {
		const at = this.now();
		const known = this.row(address);
		const row: ActorRow = {
			address,
			parent: parentOf(address) ?? "",
			kind: shape.kind,
			version: known?.version ?? shape.version,
			state: known?.state ?? '"crashed"',
			snapshot: known?.snapshot ?? "{}",
			sequence: known?.sequence ?? 0,
			createdAt: known?.createdAt ?? at,
			status: "crashed",
			deadlines: null,
			error: toJson(error),
			updatedAt: at,
		};
		this.#crashes.push({ row, isNew: !known });
		for (const write of shape.projectCrash?.({ address, at, isNew: !known }, error) ?? []) this.#writes.push(write);
		this.#schedule();
	}

	/** Forget every live actor at and below an address. Answers them, deepest last. */
	abandon(root: Address): Live[] {
		const gone = [...this.#live.values()].filter((live) => within(live.address, root));
		for (const live of gone) this.leave(live);
		return gone;
	}

	/** Commit what there is now, at once. */
	flush(): void {
		this.#flushing = false;
		if (this.#closed || this.#stuck) return;
		this.#attempt(this.#seal(), 1);
	}

	close(): void {
		this.#closed = true;
		for (const waiter of this.#waiters) waiter.reject(new StoreUnavailable("The kernel has stopped."));
	}

	#schedule(): void {
		if (this.#flushing || this.#closed || this.#stuck) return;
		this.#flushing = true;
		setImmediate(() => this.flush());
	}

	#attempt(sealed: Sealed, attempt: number): void {
		const { store, clock, failpoints, random } = this.#options;
		if (sealed.commit.actors.length + sealed.commit.journal.length + sealed.commit.writes.length > 0) {
			try {
				failpoints.hit("before_commit");
				failpoints.hit("store_error");
				store.commit(sealed.commit);
			} catch (error) {
				const reason =
					error instanceof StoreUnavailable ? error : new StoreUnavailable((error as Error).message, error);
				this.#stuck = { sealed: { ...sealed, waiters: [] }, attempt };
				for (const waiter of sealed.waiters) waiter.reject(reason);
				this.#options.onHeld(reason);
				clock.setTimeout(() => this.#again(), backoffDelay(retry, attempt, random));
				return;
			}
			failpoints.hit("after_commit");
		}
		this.#release(sealed);
	}

	#again(): void {
		const stuck = this.#stuck;
		if (!stuck || this.#closed) return;
		this.#stuck = undefined;
		this.#attempt(stuck.sealed, stuck.attempt + 1);
		if (this.#stuck) return;
		this.#options.onHeld(undefined);
		const postponed = this.#postponed;
		this.#postponed = [];
		for (const stimulus of postponed) this.stimulate(stimulus);
		this.#schedule();
	}

	#release(sealed: Sealed): void {
		for (const live of sealed.lives) live.isNew = false;
		if (sealed.commit.journal.length > 0) this.#options.onCommitted(sealed.commit.journal);
		for (const leave of sealed.held) leave();
		for (const waiter of sealed.waiters) waiter.resolve();
	}

	#seal(): Sealed {
		const at = this.now();
		const actors: { row: ActorRow; isNew: boolean }[] = [];
		const writes = this.#writes;
		const unwritable = new Set<Live>();
		const rows = new Map<Live, ActorRow>();
		for (const touched of this.#touched.values()) {
			try {
				const { row, projected } = this.#rowOf(touched, at);
				actors.push({ row, isNew: touched.live.isNew });
				rows.set(touched.live, row);
				writes.push(...projected);
			} catch (error) {
				unwritable.add(touched.live);
				this.#held.push(() => this.#options.onUnwritable(touched.live, error));
			}
		}
		actors.push(...this.#crashes);
		const turn = this.#lastId + 1;
		const journal = this.#drafts
			.filter((draft) => !unwritable.has(draft.live))
			.map((draft) =>
				entryOf(draft, this.#isLast(draft) ? rows.get(draft.live) : undefined, { id: ++this.#lastId, turn, at }),
			);
		const sealed: Sealed = {
			commit: { actors, journal, writes: putsFirst(writes) },
			lives: [...this.#touched.values()].map((touched) => touched.live),
			held: this.#held,
			waiters: this.#waiters,
		};
		this.#touched = new Map();
		this.#drafts = [];
		this.#writes = [];
		this.#crashes = [];
		this.#held = [];
		this.#waiters = [];
		this.#at = undefined;
		return sealed;
	}

	/** Whether a transition led to the snapshot that is stored. */
	#isLast({ live, after }: Draft): boolean {
		return this.#touched.get(live.address)?.after === after;
	}

	#rowOf({ live, after }: Touched, at: number): { row: ActorRow; projected: readonly Write[] } {
		const { shape, address } = live;
		const status = shape.status(after);
		return {
			row: {
				address,
				parent: parentOf(address) ?? "",
				kind: shape.kind,
				version: shape.version,
				status,
				state: JSON.stringify(shape.state(after)),
				snapshot: JSON.stringify(shape.persist(after)),
				sequence: live.sequence,
				deadlines: status === "active" && live.deadlines.size > 0 ? JSON.stringify([...live.deadlines]) : null,
				error: null,
				createdAt: live.createdAt,
				updatedAt: at,
			},
			projected: shape.project?.(after, { address, at, isNew: live.isNew }) ?? [],
		};
	}
}

/** A row is put before it is patched, whichever of projection and stimulus does which. */
function putsFirst(writes: readonly Write[]): Write[] {
	return [...writes.filter((write) => "put" in write), ...writes.filter((write) => "patch" in write)];
}
