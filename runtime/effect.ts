import type { ActorLogic, AnyActorScope, PromiseActorLogic, Snapshot } from "xstate";
import { addressOf } from "./address.ts";
import type { System } from "./system.ts";
import { bookOf } from "./turn.ts";

/** One piece of IO: safe to run twice, stops on `signal`, keeps no state of its own. */
export type EffectFunction<Input, Output> = (input: Input, its: { signal: AbortSignal }) => Promise<Output>;

export type EffectSnapshot<Input, Output> = Snapshot<Output> & { readonly input: Input };

type EffectEvent<Output> =
	| { readonly type: "effect.done"; readonly output: Output }
	| { readonly type: "effect.failed"; readonly error: unknown }
	| { readonly type: "xstate.stop" };

/** An effect under way; `settled` never rejects. */
export interface RunningEffect {
	readonly address: string;
	readonly controller: AbortController;
	readonly settled: Promise<void>;
}

/**
 * Invoked work that starts after the turn that invoked it is on disk. Its input is part of the parent's row, so after
 * a crash it is started again: at least once. Its result comes back as a stimulus of its own.
 */
export function effect<Input, Output>(run: EffectFunction<Input, Output>): PromiseActorLogic<Output, Input> {
	const logic: ActorLogic<EffectSnapshot<Input, Output>, EffectEvent<Output>, Input, System> = effectLogic(run);
	// What fits a port: XState knows promises, and to a machine an effect is one.
	return logic as unknown as PromiseActorLogic<Output, Input>;
}

function effectLogic<Input, Output>(
	run: EffectFunction<Input, Output>,
): ActorLogic<EffectSnapshot<Input, Output>, EffectEvent<Output>, Input, System> {
	/** Effects whose actor was stopped before they began, or that are under way. */
	const running = new WeakMap<object, AbortController>();
	const begin = (scope: AnyActorScope, input: Input, controller: AbortController) => {
		const book = bookOf(scope.system);
		if (controller.signal.aborted) return;
		book.effects.run(addressOf(scope.self), controller, async () => {
			const event = await attempt(run, input, controller.signal, book.effects);
			if (!controller.signal.aborted) book.stimulate(() => scope.self.send(event));
		});
	};
	return {
		getInitialSnapshot: (_scope, input) => ({ status: "active", output: undefined, error: undefined, input }),
		start(snapshot, scope) {
			if (snapshot.status !== "active") return;
			const controller = new AbortController();
			running.set(scope.self, controller);
			bookOf(scope.system).hold(() => begin(scope, snapshot.input, controller));
		},
		transition(snapshot, event, scope) {
			switch (event.type) {
				case "effect.done":
					return { ...snapshot, status: "done", output: event.output, error: undefined };
				case "effect.failed":
					return { ...snapshot, status: "error", output: undefined, error: event.error };
				default:
					running.get(scope.self)?.abort(new Error("The actor that wanted this has moved on."));
					return { ...snapshot, status: "stopped", output: undefined, error: undefined };
			}
		},
		getPersistedSnapshot: (snapshot) => snapshot,
	};
}

async function attempt<Input, Output>(
	run: EffectFunction<Input, Output>,
	input: Input,
	signal: AbortSignal,
	effects: { starts(): void; ends(): void },
): Promise<EffectEvent<Output>> {
	try {
		effects.starts();
		const output = await run(input, { signal });
		effects.ends();
		return { type: "effect.done", output };
	} catch (error) {
		return { type: "effect.failed", error };
	}
}
