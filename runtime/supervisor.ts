import type { ActorLogic, AnyActorRef, AnyActorScope, AnyEventObject } from "xstate";
import { addressOf, join } from "./address.ts";
import { type Backoff, backoffDelay } from "./backoff.ts";
import type { ChildSpec, Strategy } from "./child-spec.ts";
import { IntensityExceeded } from "./errors.ts";
import { exceeded, type Intensity, withRestart } from "./restart-intensity.ts";
import {
	running,
	type SupervisorSnapshot,
	startChild,
	supervisorEvent,
	supervisorShape,
	terminate,
} from "./supervision.ts";
import type { System } from "./system.ts";
import { bookOf } from "./turn.ts";

export interface Supervisor extends ActorLogic<SupervisorSnapshot, AnyEventObject, unknown, System> {
	readonly strategy: Strategy;
	readonly options: Intensity;
	readonly specs: readonly ChildSpec[];
}

/** First restart after 50 ms or so, then doubling: a fault that passes is waited out, one that stays costs little. */
export const restartBackoff: Backoff = { baseMs: 50, maxMs: 5_000 };

interface Family {
	readonly refs: Map<string, AnyActorRef>;
	/** Children that ended and are not to come back. */
	readonly gone: Set<string>;
	readonly restarting: Set<string>;
	restarts: number[];
}

/**
 * OTP's supervisor over durable actors. Children start in order and stop in reverse. A restart brings a child back to
 * its last commit; only a permanent child that ended normally begins anew. Past the intensity the supervisor ends its
 * children and fails itself, which is its own supervisor's business.
 *
 * Where it differs from OTP: restarts wait (exponential back-off with jitter), and siblings that a strategy takes
 * along come back to their own last commit, because they share no memory with the one that failed.
 */
export function supervisor(strategy: Strategy, options: Intensity, specs: readonly ChildSpec[]): Supervisor {
	const families = new WeakMap<object, Family>();
	const familyOf = (scope: AnyActorScope): Family => {
		const family = families.get(scope.self) ?? {
			refs: new Map(),
			gone: new Set(),
			restarting: new Set(),
			restarts: [],
		};
		families.set(scope.self, family);
		return family;
	};

	function begin(scope: AnyActorScope, spec: ChildSpec, afresh: boolean): void {
		familyOf(scope).restarting.delete(spec.id);
		familyOf(scope).refs.set(spec.id, startChild(scope, { ...spec, afresh }));
	}

	function fail(scope: AnyActorScope, spec: ChildSpec, error: unknown, afresh: boolean): void {
		const book = bookOf(scope.system);
		const family = familyOf(scope);
		family.restarts = withRestart(family.restarts, book.now(), options);
		const affected = takenAlong(strategy, specs, spec).filter((sibling) => !family.gone.has(sibling.id));
		const survivors = affected.filter((sibling) => sibling === spec || sibling.restart !== "temporary");
		const self = addressOf(scope.self);
		if (exceeded(family.restarts, options)) {
			for (const sibling of specs.toReversed()) void terminate(book, join(self, sibling.id), sibling.shutdownMs);
			throw new IntensityExceeded(self, spec.id, error);
		}
		const stopped = affected.toReversed().map((sibling) => terminate(book, join(self, sibling.id), sibling.shutdownMs));
		for (const sibling of affected) {
			family.refs.delete(sibling.id);
			if (survivors.includes(sibling)) family.restarting.add(sibling.id);
			else family.gone.add(sibling.id);
		}
		const delayMs = backoffDelay(restartBackoff, family.restarts.length, book.random);
		const revive = {
			type: "supervisor.revive",
			ids: survivors.map((sibling) => sibling.id),
			afresh: afresh ? spec.id : null,
		};
		book.hold(() => void Promise.all(stopped).then(() => book.later(delayMs, () => scope.self.send(revive))));
	}

	return {
		strategy,
		options,
		specs,
		getInitialSnapshot: () => running,
		restoreSnapshot: () => running,
		start(_snapshot, scope) {
			const book = bookOf(scope.system);
			const address = addressOf(scope.self);
			const row = book.row(address);
			const live = book.enter(scope.self, supervisorShape, row);
			if (!row) book.changed(live, { type: "xstate.init" }, undefined, running);
			for (const spec of specs) {
				const child = book.row(join(address, spec.id));
				if (child?.status === "done" && spec.restart !== "permanent") familyOf(scope).gone.add(spec.id);
				else begin(scope, spec, child?.status === "done");
			}
		},
		transition(snapshot, raw, scope) {
			const book = bookOf(scope.system);
			const live = book.live(scope.self);
			if (!live) return snapshot;
			const event = supervisorEvent(raw);
			const spec = "id" in event ? specs.find((candidate) => candidate.id === event.id) : undefined;
			const family = familyOf(scope);
			if (event.type === "child.ended" && spec) {
				family.refs.delete(spec.id);
				if (spec.restart === "permanent") fail(scope, spec, new Error("It ended, and it must not."), true);
				else family.gone.add(spec.id);
			} else if (event.type === "child.failed" && spec) {
				if (spec.restart === "temporary") {
					family.gone.add(spec.id);
					void terminate(book, join(addressOf(scope.self), spec.id), spec.shutdownMs);
				} else fail(scope, spec, event.error, false);
			} else if (event.type === "supervisor.revive") {
				for (const each of specs) {
					if (event.ids.includes(each.id) && family.restarting.has(each.id))
						begin(scope, each, raw["afresh"] === each.id);
				}
			} else return snapshot;
			const next: SupervisorSnapshot = { ...running, state: family.restarting.size > 0 ? "restarting" : "running" };
			book.changed(live, raw, snapshot, next);
			return next;
		},
		getPersistedSnapshot: (snapshot) => snapshot,
	};
}

/** In start order. */
function takenAlong(strategy: Strategy, specs: readonly ChildSpec[], failed: ChildSpec): readonly ChildSpec[] {
	switch (strategy) {
		case "one_for_one":
			return [failed];
		case "one_for_all":
			return specs;
		case "rest_for_one":
			return specs.slice(specs.indexOf(failed));
	}
}
