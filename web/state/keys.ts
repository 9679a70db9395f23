import { createStore } from "@xstate/store";
import { createSignal, onCleanup, onMount } from "solid-js";
import { isServer } from "solid-js/web";

/** What a single key does on this page. */
export interface Key {
	/** As `KeyboardEvent.key`; a space is `Space`. */
	readonly key: string;
	readonly what: string;
	act(): void;
}

const storageKey = "oore-single-keys";
const [pageKeys, setPageKeys] = createSignal<readonly Key[]>([]);
const preference = createStore({
	context: { on: isServer || localStorage.getItem(storageKey) !== "off" },
	on: { turn: (_, { on }: { on: boolean }) => ({ on }) },
});
const [singleKeys, setSingleKeys] = createSignal(preference.getSnapshot().context.on);
preference.subscribe(({ context }) => {
	setSingleKeys(context.on);
	localStorage.setItem(storageKey, context.on ? "on" : "off");
});

/** Keys of what is shown now, and whether keys without Ctrl or ⌘ do anything: who dictates needs them off. */
export { pageKeys, singleKeys };

export function turnSingleKeys(on: boolean): void {
	preference.send({ type: "turn", on });
}

/** While a component is shown, these keys do something; of two for the same key the newer one does. */
export function useKeys(keys: readonly Key[]): void {
	onMount(() => {
		setPageKeys((all) => [...keys, ...all]);
		onCleanup(() => setPageKeys((all) => all.filter((key) => !keys.includes(key))));
	});
}

/** What does something of its own by a key, while it has the focus. */
const scrolls = "[tabindex='0'], [role=slider], [role=tab]";
const presses = "a, button, summary";
const ownKeys: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].map((key) => [key, scrolls]),
	),
	Space: `${scrolls}, ${presses}`,
};

/** A key by itself, where such do anything. */
export function isPlainKey(event: KeyboardEvent): boolean {
	return !(event.ctrlKey || event.metaKey || event.altKey) && singleKeys();
}

/** Do what a key does on this page; answers whether it does anything. */
export function pressed(event: KeyboardEvent): boolean {
	const name = event.key === " " ? "Space" : event.key;
	const own = ownKeys[name];
	if (own !== undefined && event.target instanceof Element && event.target.matches(own)) return false;
	const key = pageKeys().find((each) => each.key === name);
	key?.act();
	return key !== undefined;
}
