import { createStore } from "@xstate/store";
import { createSignal } from "solid-js";
import { isServer } from "solid-js/web";

/** How somebody likes to read logs; kept by the browser. */
export interface LogLooks {
	readonly wrap: boolean;
	readonly times: "off" | "relative" | "absolute";
}

const key = "oore-log-looks";
const store = createStore({
	context: { wrap: false, times: "off", ...(isServer ? {} : kept()) } as LogLooks,
	on: {
		wrap: (looks, { is }: { is: boolean }) => ({ ...looks, wrap: is }),
		times: (looks, { are }: { are: LogLooks["times"] }) => ({ ...looks, times: are }),
	},
});
const [looks, setLooks] = createSignal(store.getSnapshot().context);
store.subscribe(({ context }) => {
	setLooks(context);
	localStorage.setItem(key, JSON.stringify(context));
});

export { looks };
export const changeLooks = store.trigger;

function kept(): Partial<LogLooks> {
	try {
		return JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<LogLooks>;
	} catch {
		// Somebody else's words under our name: as if there were none.
		return {};
	}
}
