import { createStore } from "@xstate/store";
import { createSignal } from "solid-js";

export interface Toast {
	readonly id: number;
	readonly text: string;
	readonly tone: "none" | "bad";
}

const staysMs = 6_000;

const store = createStore({
	context: { toasts: [] as readonly Toast[], next: 1 },
	on: {
		said: ({ toasts, next }, { text, tone }: { text: string; tone: Toast["tone"] }) => ({
			toasts: [...toasts, { id: next, text, tone }],
			next: next + 1,
		}),
		gone: (context, { id }: { id: number }) => ({
			...context,
			toasts: context.toasts.filter((toast) => toast.id !== id),
		}),
	},
});

const [toasts, setToasts] = createSignal<readonly Toast[]>([]);
store.subscribe(({ context }) => setToasts(context.toasts));

export { toasts };

/** Say something that is over by itself. */
export function say(text: string, tone: Toast["tone"] = "none"): void {
	const id = store.getSnapshot().context.next;
	store.send({ type: "said", text, tone });
	setTimeout(() => store.send({ type: "gone", id }), staysMs);
}
