import {
	type AnyEventObject,
	type AnyMachineSnapshot,
	type AnyStateMachine,
	type AnyStateNode,
	type AnyTransitionDefinition,
	getNextTransitions,
} from "xstate";
import { guardInWords } from "./guard-words.ts";
import { type Check, judgeGuard, unseen } from "./judge-guard.ts";

/** One way out of a state, and whether it is open. */
export interface Outlook {
	readonly event: string;
	/** State ids it leads to; empty for a transition that stays. */
	readonly target: readonly string[];
	readonly description: string | null;
	/** Whether it is taken when the event comes. */
	readonly enabled: boolean;
	/** `shadowed`: another one of the same event is taken before it. `depends`: on what the event brings. */
	readonly verdict: "possible" | "blocked" | "depends" | "shadowed";
	/** The guard that decides, in words; null for an unguarded one. */
	readonly guard: string | null;
	/** Why it is not taken; null while enabled. */
	readonly reason: string | null;
	/** The guard, part by part. */
	readonly checks: readonly Check[];
	/** Of an instant of the past: it is what happened next. */
	readonly taken: boolean;
}

/** What an actor's journal tells of one instant. */
export interface Instant {
	readonly value: unknown;
	readonly context: unknown;
	/** What came next, with all that it brought. */
	readonly next?: AnyEventObject | undefined;
}

/**
 * What can happen to an actor now, and for what cannot, which guard says no and why. Guards that look into the event
 * are judged with `events[type]` if given; else it depends.
 */
export function outlook(
	snapshot: AnyMachineSnapshot,
	events: Readonly<Record<string, AnyEventObject>> = {},
): Outlook[] {
	return judged(snapshot, ({ eventType }) => events[eventType]);
}

/**
 * The same for an instant of the past, by the guards of today. What came next is judged with what it brought.
 * Undefined when today's machine does not know the state.
 */
export function outlookThen(
	machine: AnyStateMachine,
	{ value, context, next }: Instant,
): { readonly isOver: boolean; readonly ways: Outlook[] } | undefined {
	if (!knows(machine.root, value)) return undefined;
	const snapshot = machine.resolveState({ value: value as string, context } as never) as AnyMachineSnapshot;
	// Who has ended takes no more, whatever is written above its last state.
	if (snapshot.status !== "active") return { isOver: true, ways: [] };
	const came = (way: AnyTransitionDefinition) => (next && isFor(way.eventType, next.type) ? next : undefined);
	const ways = judged(snapshot, came);
	const transitions = getNextTransitions(snapshot);
	const taken = transitions.findIndex((way, index) => came(way) !== undefined && ways[index]?.enabled);
	return {
		isOver: false,
		ways: ways.map((way, index) => (index === taken ? { ...way, taken: true } : way)),
	};
}

function judged(
	snapshot: AnyMachineSnapshot,
	eventOf: (way: AnyTransitionDefinition) => AnyEventObject | undefined,
): Outlook[] {
	const before: { readonly way: AnyTransitionDefinition; readonly holds: boolean | null }[] = [];
	return getNextTransitions(snapshot).map((way) => {
		const { holds, reason, checks } = judgeGuard(way.guard, snapshot, eventOf(way) ?? unseen(way.eventType));
		const rivals = before.filter((other) => isBefore(other.way, way)).map((other) => other.holds);
		before.push({ way, holds });
		const verdict = verdictOf(holds, rivals);
		return {
			event: way.eventType,
			target: (way.target ?? []).map((node) => node.id),
			description: way.description ?? null,
			enabled: verdict === "possible",
			verdict,
			guard: guardInWords(way.guard),
			reason: verdict === "possible" ? null : (reason ?? otherwise[verdict]),
			checks,
			taken: false,
		};
	});
}

/** For one whose own guard says yes. */
const otherwise = {
	shadowed: "Another one of the same event is taken before it.",
	depends: "Taken if none before it of the same event is.",
	blocked: null,
} as const;

function verdictOf(holds: boolean | null, rivals: readonly (boolean | null)[]): Outlook["verdict"] {
	if (holds === false) return "blocked";
	if (rivals.includes(true)) return "shadowed";
	return holds === null || rivals.includes(null) ? "depends" : "possible";
}

/** Of two for the same event, the inner state's is tried first, and in one state the first; beside each other both are. */
function isBefore(one: AnyTransitionDefinition, other: AnyTransitionDefinition): boolean {
	return one.eventType === other.eventType && (one.source === other.source || isInside(one.source, other.source));
}

function isInside(node: AnyStateNode, outer: AnyStateNode): boolean {
	return node.parent !== undefined && (node.parent === outer || isInside(node.parent, outer));
}

function isFor(pattern: string, type: string): boolean {
	return pattern === type || pattern === "*" || (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1)));
}

/** Whether a state value is one of a machine's; a journal may be older than the machine. */
export function knows(node: AnyStateNode, value: unknown): boolean {
	const states = node.states as Record<string, AnyStateNode>;
	if (typeof value === "string") return states[value] !== undefined;
	if (typeof value !== "object" || value === null) return false;
	return Object.entries(value).every(([name, inner]) => {
		const state = states[name];
		return state !== undefined && (isEmpty(inner) || knows(state, inner));
	});
}

function isEmpty(value: unknown): boolean {
	return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
