import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { build } from "../../lib/data.ts";
import { useAnswer } from "../../state/answer.ts";

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

/** A build by its workflow and number; by its id until that is known. */
export function BuildLink(props: { id: string }) {
	const answer = useAnswer(() => build(props.id));
	const name = () => {
		const got = answer();
		return got?.ok ? `${got.data.workflow_name} #${got.data.number}` : props.id;
	};
	return <A href={`/builds/${props.id}`}>{name()}</A>;
}
