import type { Accessor } from "solid-js";
import type { Health } from "#http/contract/health.ts";
import { health } from "../lib/data.ts";
import { useAnswer } from "./answer.ts";

/** What the server says of itself; undefined until it has. */
export function useHealth(): Accessor<Health | undefined> {
	const answer = useAnswer(() => health());
	return () => {
		const got = answer();
		return got?.ok ? got.data : undefined;
	};
}
