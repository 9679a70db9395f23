import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine, StateValue } from "xstate";
import type { Judge, ReasonedGuard } from "./because.ts";
import { guardInWords, partsOf, stateName } from "./guard-words.ts";

/** One guard, or a part of one, and what it says; its own parts come after it, one deeper. */
export interface Check {
	/** `slotFree`, `in running`; `all of`, `any of`, `not` for one that is made of others. */
	readonly words: string;
	/** Null where it depends on what the event brings. */
	readonly holds: boolean | null;
	/** Why it does not hold. */
	readonly reason: string | null;
	readonly depth: number;
}

/** What a guard says as a whole, and part by part. */
export interface Judgement {
	readonly holds: boolean | null;
	readonly reason: string | null;
	readonly checks: readonly Check[];
}

/** Somebody reads of an event what nobody has brought yet. */
class Unseen extends Error {}

/** An event of which only its type is known: whoever looks at more of it cannot be judged. */
export function unseen(type: string): AnyEventObject {
	return new Proxy<AnyEventObject>(
		{ type },
		{
			get(event, name) {
				if (name === "type") return event.type;
				throw new Unseen();
			},
		},
	);
}

/** Apply a guard as XState would, with the sentence it answers: `and`, `or`, `not` and `stateIn` are looked through. */
export function judgeGuard(guard: unknown, snapshot: AnyMachineSnapshot, event: AnyEventObject, depth = 0): Judgement {
	if (guard === undefined) return { holds: true, reason: null, checks: [] };
	const parts = partsOf(guard);
	if (parts.how === "in") {
		const holds = isIn(snapshot, parts.stateValue);
		return single(guardInWords(guard) ?? "", holds, `It is not in ${stateName(parts.stateValue)}.`, depth);
	}
	if (parts.how === "named") return judgeNamed(guard, parts.name, snapshot, event, depth);
	const inner = parts.guards.map((each) => judgeGuard(each, snapshot, event, depth + 1));
	const all = inner.map(({ holds }) => holds);
	const reasons = inner.flatMap(({ holds, reason }) => (holds === true || reason === null ? [] : [reason]));
	const said = { and: "all of", or: "any of", not: "not" }[parts.how];
	const holds = { and: allOf, or: anyOf, not: noneOf }[parts.how](all);
	const why = parts.how === "not" && holds === false ? mustNot(parts.guards[0]) : reasons.join(" ");
	const whole = single(said, holds, why, depth);
	return { ...whole, checks: [...whole.checks, ...inner.flatMap(({ checks }) => checks)] };
}

function single(words: string, holds: boolean | null, why: string, depth: number): Judgement {
	const reason = holds === true ? null : why;
	return { holds, reason, checks: [{ words, holds, reason, depth }] };
}

function judgeNamed(
	guard: unknown,
	name: string,
	snapshot: AnyMachineSnapshot,
	event: AnyEventObject,
	depth: number,
): Judgement {
	const found = resolve(guard, name, snapshot.machine as AnyStateMachine);
	if (found === undefined) return single(name, null, `The machine knows no guard ${name}.`, depth);
	// A name may stand for a guard that is made of others.
	if (partsOf(found).how !== "named") return judgeGuard(found, snapshot, event, depth);
	const its = { context: snapshot.context as Record<string, unknown>, event };
	try {
		const { judge } = found as Partial<ReasonedGuard<never, never>>;
		const verdict = judge
			? (judge as unknown as Judge<typeof its.context, AnyEventObject>)(its)
			: (found as (its: unknown) => boolean)(its) || `${name} does not hold.`;
		return single(name, verdict === true, verdict === true ? "" : verdict, depth);
	} catch (error) {
		const why =
			error instanceof Unseen
				? `${name} depends on what the event brings.`
				: `${name} cannot be judged: ${(error as Error).message}`;
		return single(name, null, why, depth);
	}
}

function mustNot(guard: unknown): string {
	const parts = partsOf(guard);
	return parts.how === "in"
		? `It is in ${stateName(parts.stateValue)}.`
		: `${guardInWords(guard)} holds, and must not.`;
}

function isIn(snapshot: AnyMachineSnapshot, stateValue: unknown): boolean {
	if (typeof stateValue === "string" && stateValue.startsWith("#"))
		return snapshot._nodes.some(({ id }) => id === stateValue.slice(1));
	return snapshot.matches(stateValue as StateValue as never);
}

function resolve(guard: unknown, name: string, machine: AnyStateMachine): unknown {
	if (typeof guard === "function") return guard;
	const found = (machine.implementations.guards as Record<string, unknown>)[name];
	return typeof found === "string" ? resolve(found, found, machine) : found;
}

function allOf(parts: readonly (boolean | null)[]): boolean | null {
	if (parts.includes(false)) return false;
	return parts.includes(null) ? null : true;
}

function anyOf(parts: readonly (boolean | null)[]): boolean | null {
	if (parts.includes(true)) return true;
	return parts.includes(null) ? null : false;
}

function noneOf(parts: readonly (boolean | null)[]): boolean | null {
	const any = anyOf(parts);
	return any === null ? null : !any;
}
