import { createStore } from "@xstate/store";
import { createSignal } from "solid-js";
import { isServer } from "solid-js/web";

/** How times are told: how long ago, or when, in the viewer's zone or in UTC. */
export const timeLooks = ["ago", "local", "UTC"] as const;
export type TimeLook = (typeof timeLooks)[number];

const key = "oore-times";
const kept = isServer ? undefined : timeLooks.find((look) => look === localStorage.getItem(key));
const store = createStore({
	context: { look: kept ?? ("ago" as TimeLook) },
	on: { tell: (_, { as }: { as: TimeLook }) => ({ look: as }) },
});
const [timeLook, setTimeLook] = createSignal(store.getSnapshot().context.look);
store.subscribe(({ context }) => {
	setTimeLook(context.look);
	localStorage.setItem(key, context.look);
});

export { timeLook };

export function tellTimes(as: TimeLook): void {
	store.send({ type: "tell", as });
}
