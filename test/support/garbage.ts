import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** How many of these are still reachable, once all garbage is gone. */
export async function reachable(refs: readonly WeakRef<object>[]): Promise<number> {
	// A reference that was looked at in this turn keeps its object until the next one.
	await new Promise((resolve) => setImmediate(resolve));
	collect();
	return refs.filter((ref) => ref.deref() !== undefined).length;
}
