import { For, Show } from "solid-js";
import { BuildLink } from "./build-link.tsx";

/** An id as `ulid` makes it. */
const ids = /\b([0-9A-HJKMNP-TV-Z]{26})\b/;

/** What the server says, with the builds it names as links with names that people know. */
export function Sentence(props: { text: string }) {
	return (
		<For each={props.text.split(ids)}>
			{(part, n) => (
				<Show when={n() % 2 === 1} fallback={part}>
					<BuildLink id={part} />
				</Show>
			)}
		</For>
	);
}
