import type { AnyActorLogic } from "xstate";
import type { Address } from "./address.ts";
import type { Intensity } from "./restart-intensity.ts";

/** When a child is started again: always, after a crash only, never (OTP's words and meaning). */
export type Restart = "permanent" | "transient" | "temporary";

/** Whom a crash takes along: nobody, every sibling, those started after it. */
export type Strategy = "one_for_one" | "one_for_all" | "rest_for_one";

/** A child as data. */
export interface ChildSpec {
	readonly id: string;
	readonly logic: AnyActorLogic;
	readonly input?: unknown;
	readonly restart: Restart;
	/** How long its effects may take to stop before they are left to themselves; 0 does not wait. */
	readonly shutdownMs: number;
}

/** What every child of a dynamic supervisor has in common. */
export interface DynamicSpec extends Intensity {
	readonly restart: Restart;
	readonly shutdownMs: number;
	/** Whom to tell when a child is given up on. */
	readonly crashed?: (child: { id: string; address: Address }) => { to: Address; event: { type: string } };
}

/** OTP's defaults where it has any: `permanent`, 5 s to shut down, one restart in 5 s. */
export const otpDefaults = {
	restart: "permanent",
	shutdownMs: 5_000,
	intensity: 1,
	periodMs: 5_000,
} as const satisfies Intensity & { restart: Restart; shutdownMs: number };

export function permanent(id: string, logic: AnyActorLogic, options: ChildOptions = {}): ChildSpec {
	return { id, logic, restart: "permanent", shutdownMs: otpDefaults.shutdownMs, ...options };
}

export function transient(id: string, logic: AnyActorLogic, options: ChildOptions = {}): ChildSpec {
	return { id, logic, restart: "transient", shutdownMs: otpDefaults.shutdownMs, ...options };
}

export function temporary(id: string, logic: AnyActorLogic, options: ChildOptions = {}): ChildSpec {
	return { id, logic, restart: "temporary", shutdownMs: otpDefaults.shutdownMs, ...options };
}

type ChildOptions = Partial<Pick<ChildSpec, "input" | "shutdownMs">>;
