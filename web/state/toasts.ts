import { createStore } from "@xstate/store";
import { createSignal } from "solid-js";
import type { Refused } from "../lib/api.ts";

export interface Toast {
	readonly id: number;
	readonly text: string;
	readonly tone: "none" | "bad";
	/** Does again what failed. */
	readonly again: (() => void) | undefined;
}

const staysMs = 6_000;

const store = createStore({
	context: { toasts: [] as readonly Toast[] },
	on: {
		// The same once more is the same toast, only newer.
		said: ({ toasts }, { toast }: { toast: Toast }) => ({
			toasts: [...toasts.filter(({ text, tone }) => text !== toast.text || tone !== toast.tone), toast],
		}),
		gone: ({ toasts }, { id }: { id: number }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }),
	},
});

const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
store.subscribe(({ context }) => setToasts(context.toasts));
let last = 0;

export { toasts };

/** Say something that is over by itself; what can be done again stays until it is, or is put away. */
export function say(text: string, tone: Toast["tone"] = "none", again?: () => void): void {
	const id = ++last;
	store.send({ type: "said", toast: { id, text, tone, again } });
	if (!again) setTimeout(() => putAway(id), staysMs);
}

export function putAway(id: number): void {
	store.send({ type: "gone", id });
}

/** Say what the server refused. Where nobody answered, the same can be tried again. */
export function sayRefusal({ status, detail }: Refused, again: () => void): void {
	say(detail, "bad", status === 0 ? again : undefined);
}
