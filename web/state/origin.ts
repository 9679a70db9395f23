import { type Accessor, createSignal, onMount } from "solid-js";

/** Where this server is reached, as the browser sees it; its own default until a browser tells. */
export function useOrigin(): Accessor<string> {
	const [origin, setOrigin] = createSignal("http://localhost:8080");
	onMount(() => setOrigin(location.origin));
	return origin;
}
