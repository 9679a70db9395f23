import { createSignal } from "solid-js";
import { isServer } from "solid-js/web";

const [now, setNow] = createSignal(Date.now());
if (!isServer) setInterval(() => setNow(Date.now()), 1_000);

/** ms since 1970, moving on every second in a browser. */
export { now };
