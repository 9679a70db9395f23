import { type AnyEventObject, type AnyMachineSnapshot, type AnyStateMachine, getNextTransitions } from "xstate";
import type { Judge, ReasonedGuard } from "./because.ts";

/** One way out of the current state, and whether it is open. */
export interface Outlook {
	readonly event: string;
	/** State ids it leads to; empty for a transition that stays. */
	readonly target: readonly string[];
	readonly description: string | null;
	readonly enabled: boolean;
	/** The guard that decides; null for an unguarded one. */
	readonly guard: string | null;
	/** Why the guard says no; null while enabled. */
	readonly reason: string | null;
}

/**
 * What can happen to an actor now, and for what cannot, which guard says no and why. Guards that look into the event
 * are judged with `events[type]` if given, else with an event of that type and nothing in it.
 */
export function outlook(
	snapshot: AnyMachineSnapshot,
	events: Readonly<Record<string, AnyEventObject>> = {},
): Outlook[] {
	return getNextTransitions(snapshot).map((transition) => {
		const event = events[transition.eventType] ?? { type: transition.eventType };
		const verdict = judge(transition.guard, snapshot, event);
		return {
			event: transition.eventType,
			target: (transition.target ?? []).map((node) => node.id),
			description: transition.description ?? null,
			enabled: verdict === true,
			guard: nameOf(transition.guard),
			reason: verdict === true ? null : verdict,
		};
	});
}

/** Apply a guard as XState would, with the sentence it answers: `and`, `or` and `not` are looked through. */
function judge(guard: unknown, snapshot: AnyMachineSnapshot, event: AnyEventObject): true | string {
	if (guard === undefined) return true;
	const resolved = resolve(guard, snapshot.machine as AnyStateMachine);
	if (resolved === undefined) return `Guard ${nameOf(guard) ?? "?"} is not known to the machine.`;
	const parts = (resolved as { guards?: unknown[] }).guards;
	if (parts)
		return combine(
			(resolved as { name: string }).name,
			parts.map((part) => ({ part, verdict: judge(part, snapshot, event) })),
		);
	const its = { context: snapshot.context as Record<string, unknown>, event };
	try {
		const reasoned = resolved as Partial<ReasonedGuard<never, never>>;
		if (reasoned.judge) return (reasoned.judge as unknown as Judge<typeof its.context, AnyEventObject>)(its);
		return (resolved as (its: unknown) => boolean)(its) ? true : `${nameOf(guard) ?? "The guard"} says no.`;
	} catch {
		return `${nameOf(guard) ?? "The guard"} depends on what the event brings.`;
	}
}

function combine(how: string, parts: readonly { part: unknown; verdict: true | string }[]): true | string {
	const reasons = parts.flatMap(({ verdict }) => (verdict === true ? [] : [verdict]));
	switch (how) {
		case "not":
			return reasons.length > 0 ? true : `${nameOf(parts[0]?.part) ?? "The guard"} holds, and must not.`;
		case "or":
			return reasons.length < parts.length ? true : reasons.join(" ");
		default:
			return reasons.length === 0 ? true : reasons.join(" ");
	}
}

function resolve(guard: unknown, machine: AnyStateMachine): unknown {
	if (typeof guard === "function") return guard;
	const name = nameOf(guard);
	const found: unknown = name === null ? undefined : (machine.implementations.guards as Record<string, unknown>)[name];
	return typeof found === "string" ? resolve(found, machine) : found;
}

function nameOf(guard: unknown): string | null {
	if (typeof guard === "string") return guard;
	if (typeof guard === "function") return guard.name || null;
	if (typeof guard === "object" && guard !== null && "type" in guard) return String(guard.type);
	return null;
}
