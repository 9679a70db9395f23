import { A, useLocation } from "@solidjs/router";
import { Show } from "solid-js";
import { hrefWith } from "../lib/href-with.ts";

/** Further back in a list, and to its newest again, with the same filters. */
export function Pager(props: {
	/** Where this page begins; undefined for the newest. */
	cursor: string | undefined;
	/** Where the next one does; undefined where this is the last. */
	next: string | undefined;
}) {
	const location = useLocation();
	return (
		<p class="actions pager">
			<Show when={props.cursor}>
				<A class="button" href={hrefWith(location, { cursor: undefined })}>
					To the newest
				</A>
			</Show>
			<Show when={props.next}>
				{(cursor) => (
					<A class="button" href={hrefWith(location, { cursor: cursor() })}>
						Older
					</A>
				)}
			</Show>
		</p>
	);
}
